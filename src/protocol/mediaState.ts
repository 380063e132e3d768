import * as v from 'valibot'
import { MAX_ARTWORK_CHARACTERS, MAX_TITLE_CHARACTERS } from './limits'
import { sanitizeTitle } from './text'

const title = v.nullable(v.pipe(v.string(), v.maxLength(MAX_TITLE_CHARACTERS), v.transform(sanitizeTitle)))

/** A picture that is in the message itself. SVG is left out: it is a document, not a picture. */
const artwork = v.pipe(
  v.string(),
  v.maxLength(MAX_ARTWORK_CHARACTERS),
  v.regex(/^data:image\/(?:png|jpeg|webp);base64,[A-Za-z0-9+/]+={0,2}$/),
)

const music = v.object({ title, artist: title, artwork: v.nullable(artwork) })

/** What one side sends at this moment; the whole of it every time, newer revisions replace older ones. */
export const MediaStateSchema = v.object({
  type: v.literal('media'),
  revision: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  microphone: v.boolean(),
  camera: v.boolean(),
  share: v.nullable(
    v.object({
      source: v.picklist(['tab', 'display', 'music']),
      picture: v.boolean(),
      sound: v.boolean(),
      title,
      music: v.nullable(music),
      // Added later: earlier versions say nothing of it, later ones may know more reasons.
      motion: v.optional(v.fallback(v.boolean(), false), false),
      trouble: v.optional(v.fallback(v.nullable(v.picklist(['line', 'black'])), null), null),
    }),
  ),
})
export type MediaState = v.InferOutput<typeof MediaStateSchema>

/** The state with titles shortened and art work that does not fit left out, so that the other side takes it. */
export function fitMediaState(state: MediaState): MediaState {
  if (state.share === null) return state
  const { music } = state.share
  return {
    ...state,
    share: {
      ...state.share,
      title: fitTitle(state.share.title),
      music: music && {
        title: fitTitle(music.title),
        artist: fitTitle(music.artist),
        artwork: v.is(artwork, music.artwork) ? music.artwork : null,
      },
    },
  }
}

function fitTitle(text: string | null): string | null {
  return text === null ? null : sanitizeTitle(text)
}
