// One name for each language: every label of every detector becomes ISO 639-1, because a wrong map looks like a bad model.

/**
 * ISO 639-3 to 639-1, by the macrolanguage where only that has two letters: Mandarin, Wu and Cantonese are `zh`, Western Persian
 * and Dari `fa`, North Azerbaijani `az`. Source: https://iso639-3.sil.org/code_tables/macrolanguage_mappings. Written out, and not
 * asked of `Intl.getCanonicalLocales`, which answers `fil` for Tagalog and `sr` for Serbo-Croatian, and may change with Node.
 */
const iso6393 = `
  afr=af als=sq amh=am ara=ar arb=ar arz=ar ayr=ay azb=az aze=az azj=az bam=bm bel=be ben=bn bod=bo bos=bs bul=bg cat=ca
  ces=cs ckb=ku cmn=zh dan=da deu=de dty=ne ekk=et ell=el eng=en epo=eo est=et eus=eu ewe=ee fin=fi fra=fr fuf=ff fuv=ff
  gle=ga glg=gl guj=gu hat=ht hau=ha heb=he hin=hi hrv=hr hun=hu hye=hy ibo=ig iii=ii ind=id isl=is ita=it jav=jv jpn=ja
  kan=kn kat=ka kaz=kk khk=mn khm=km kin=rw kir=ky kmr=ku knc=kr kng=kg koi=kv kor=ko lao=lo lat=la lin=ln lit=lt lug=lg
  lvs=lv mal=ml mar=mr min=ms mkd=mk mon=mn mya=my ndo=ng nld=nl nno=no nob=no npi=ne nya=ny ory=or pan=pa pbu=ps pes=fa
  plt=mg pol=pl por=pt prs=fa qug=qu quy=qu quz=qu ron=ro run=rn rus=ru sag=sg sin=si slk=sk slv=sl sna=sn som=so sot=st
  spa=es src=sc srp=sr ssw=ss sun=su swe=sv swh=sw tam=ta tat=tt tel=te tgk=tg tgl=tl tha=th tir=ti tsn=tn tso=ts tuk=tk
  tur=tr uig=ug ukr=uk urd=ur uzn=uz ven=ve vie=vi vol=vo wol=wo wuu=zh xho=xh ydd=yi yid=yi yor=yo yue=zh zlm=ms zul=zu
  zyb=za`

/** Labels that mean the same here: Bokmål and Nynorsk are Norwegian, `iw` is the old code of Hebrew, Filipino is Tagalog. */
const synonyms = 'nb=no nn=no iw=he fil=tl'

const codes = new Map(`${iso6393} ${synonyms}`.trim().split(/\s+/).map(toPair))

/**
 * The language of a detector's label; `null` where the detector gave no answer (`und`, or nothing).
 * A language without a code of two letters keeps its own: `sco` for English text is a wrong answer, not a missing one.
 */
export function toLanguage(label: string): string | null {
  const [language = ''] = label.split('-') // cld3 says `ru-Latn` for Russian in Latin letters
  return language === '' || language === 'und' ? null : (codes.get(language) ?? language)
}

function toPair(pair: string): [from: string, to: string] {
  const [from = '', to = ''] = pair.split('=')
  return [from, to]
}
