// An asset as the commands write it with --json.
import type { ListedAsset } from '../../../assets/tend.ts'

export function toJson({ hash, bytes, mediaType, references, storedAt }: ListedAsset): object {
  return { hash, bytes, media_type: mediaType, references, stored_at: storedAt }
}
