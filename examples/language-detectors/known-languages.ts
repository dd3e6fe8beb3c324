// Which languages each detector can answer with, so that a language it does not know is told apart from a wrong answer.
import type { Model } from './detectors.ts'

/**
 * ISO 639-1. From the packages' own data: `toLanguage` of every label in `detectors[model].labels()`, those of two letters.
 * Committed, because a metric is computed without loading six models.
 */
export const knownLanguages: Readonly<Record<Model, ReadonlySet<string>>> = {
  franc: toSet(`
    af am ar ay az be bg bm bn bo bs ca cs da de ee el en eo es et fa ff fi fr gl gu ha he hi hr ht hu hy id ig ii it ja jv ka
    kg kk km kn ko kr ku kv ky lg ln lo lt lv mg mk ml mn mr ms my ne ng nl no ny pa pl ps pt qu rn ro ru rw sc sg si sk sl sn
    so sq sr ss st su sv sw ta te tg th ti tk tl tn tr ts tt ug uk ur uz ve vi wo xh yi yo za zh zu`),
  tinyld: toSet(`
    af am ar be bg bn cs da de el en eo es et fa fi fr ga gu he hi hu hy id is it ja kk km kn ko la lt lv mk mn my nl no pl pt
    rn ro ru sk sr sv ta te th tk tl tr tt uk ur vi vo yi zh`),
  eld: toSet(`
    am ar az be bg bn ca cs da de el en es et eu fa fi fr gu he hi hr hu hy is it ja ka kn ko ku lo lt lv ml mr ms nl no or pa
    pl pt ro ru sk sl sq sr sv ta te th tl tr uk ur vi yo zh`),
  lande: toSet(`
    af ar az be bg bn ca cs da de el en es et eu fa fi fr ha he hi hr hu hy id is it ja ka kk ko ku lt mk mr nl no pl pt rn ro
    ru sk sr sv tl tr uk vi zh`),
  cld3: toSet(`
    af am ar az be bg bn bs ca co cs cy da de el en eo es et eu fa fi fr fy ga gd gl gu ha he hi hr ht hu hy id ig is it ja jv
    ka kk km kn ko ku ky la lb lo lt lv mg mi mk ml mn mr ms mt my ne nl no ny pa pl ps pt ro ru sd si sk sl sm sn so sq sr st
    su sv sw ta te tg th tl tr uk ur uz vi xh yi yo zh zu`),
  fasttext: toSet(`
    af am an ar as av az ba be bg bh bn bo br bs ca ce co cs cv cy da de dv el en eo es et eu fa fi fr fy ga gd gl gn gu gv he
    hi hr ht hu hy ia id ie io is it ja jv ka kk km kn ko ku kv kw ky la lb li lo lt lv mg mk ml mn mr ms mt my ne nl no oc or
    os pa pl ps pt qu rm ro ru sa sc sd sh si sk sl so sq sr su sv sw ta te tg th tk tl tr tt ug uk ur uz vi vo wa yi yo zh`),
}

function toSet(codes: string): ReadonlySet<string> {
  return new Set(codes.trim().split(/\s+/))
}
