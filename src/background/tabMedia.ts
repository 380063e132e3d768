import * as v from 'valibot'
import type { ContentHint, MusicCard } from '../messaging/snapshot'

/** What a tab says of itself: written by a page, so nothing of it is trusted. */
export const MAX_MUSIC_TEXT = 200
/** A card goes over the control channel with the rest of a state message; 128 pixels of artwork fit well. */
export const MAX_ARTWORK_CHARACTERS = 48 * 1024

const text = v.pipe(
  v.nullable(v.string()),
  v.transform(
    (value) =>
      value
        ?.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
        .trim()
        .slice(0, MAX_MUSIC_TEXT) || null,
  ),
)

const TabMediaSchema = v.object({
  fills: v.boolean(),
  title: text,
  artist: text,
  artworkSource: v.nullable(v.pipe(v.string(), v.maxLength(200_000))),
  /** Only when its source is another than the one known. */
  artwork: v.nullable(
    v.pipe(v.string(), v.maxLength(MAX_ARTWORK_CHARACTERS), v.regex(/^data:image\/(?:jpeg|png|webp);base64,[A-Za-z0-9+/=]+$/)),
  ),
})
export type TabMedia = v.InferOutput<typeof TabMediaSchema>

/** What `readTabMedia` brought back; null where it is not what it should be. */
export function parseTabMedia(result: unknown): TabMedia | null {
  const media = v.safeParse(TabMediaSchema, result)
  return media.success ? media.output : null
}

/** Film and games want to be fluid, everything else sharp. */
export function hintOf(media: TabMedia | null): ContentHint {
  return media?.fills === true ? 'motion' : 'detail'
}

/** The card of shared music; without a media session the tab's own title is better than nothing. */
export function musicCard(media: TabMedia | null, artwork: string | null, tabTitle: string | null): MusicCard | null {
  const title = media?.title ?? (tabTitle?.trim().slice(0, MAX_MUSIC_TEXT) || null)
  if (title === null && media?.artist == null) return null
  return { title, artist: media?.artist ?? null, artwork: media?.artworkSource == null ? null : artwork }
}

/**
 * Runs in the shared page, in the extension's isolated world: it must not use anything from outside itself. Artwork
 * is fetched with the page's own rights, without cookies, and drawn small; what cannot be read is left out.
 */
export async function readTabMedia(knownArtworkSource: string | null): Promise<unknown> {
  const FILLS_SHARE = 0.6
  const ARTWORK_PIXELS = 128
  const ARTWORK_TIMEOUT_MS = 2_000
  const ARTWORK_BYTES = 4 * 1024 * 1024

  const viewport = innerWidth * innerHeight
  const playing = [...document.querySelectorAll('video')].filter((video) => !video.paused && video.videoWidth > 0)
  const fills = playing.some((video) => {
    const box = video.getBoundingClientRect()
    const width = Math.max(0, Math.min(box.right, innerWidth) - Math.max(box.left, 0))
    const height = Math.max(0, Math.min(box.bottom, innerHeight) - Math.max(box.top, 0))
    return viewport > 0 && (width * height) / viewport >= FILLS_SHARE
  })
  const fullscreenFrame = document.fullscreenElement instanceof HTMLIFrameElement

  async function draw(source: string): Promise<string | null> {
    const response = await fetch(source, { credentials: 'omit', signal: AbortSignal.timeout(ARTWORK_TIMEOUT_MS) })
    const blob = await response.blob()
    if (!response.ok || blob.size > ARTWORK_BYTES) return null
    const bitmap = await createImageBitmap(blob, {
      resizeWidth: ARTWORK_PIXELS,
      resizeHeight: ARTWORK_PIXELS,
      resizeQuality: 'high',
    })
    const canvas = new OffscreenCanvas(ARTWORK_PIXELS, ARTWORK_PIXELS)
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0)
    bitmap.close()
    const small = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 })).arrayBuffer())
    return `data:image/jpeg;base64,${btoa(Array.from(small, (byte) => String.fromCharCode(byte)).join(''))}`
  }

  const metadata = navigator.mediaSession.metadata
  const artworkSource = metadata?.artwork.at(-1)?.src ?? null
  const fresh = artworkSource !== null && artworkSource !== knownArtworkSource
  return {
    fills: fills || fullscreenFrame,
    title: metadata?.title || null,
    artist: metadata?.artist || null,
    artworkSource,
    artwork: fresh ? await draw(artworkSource).catch(() => null) : null,
  }
}
