import * as v from 'valibot'

/**
 * The private line between the overlay and the content script that holds it, over a `MessagePort` that the page
 * cannot reach. Lengths are CSS pixels of the page, from the top left of its viewport.
 */
const length = v.pipe(v.number(), v.finite(), v.minValue(-100_000), v.maxValue(100_000))
const size = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(100_000))

const RectSchema = v.object({ x: length, y: length, width: size, height: size })
export type Rect = v.InferOutput<typeof RectSchema>

/** Overlay → content script. */
export const HostUpSchema = v.variant('type', [
  /** The port was vouched for; nothing is shown before the first `place`. */
  v.object({ type: v.literal('hello') }),
  v.object({ type: v.literal('place'), rect: RectSchema, radius: size }),
  /** There is nothing to show now. */
  v.object({ type: v.literal('vanish') }),
])
export type HostUp = v.InferOutput<typeof HostUpSchema>

/** Content script → overlay. */
export const HostDownSchema = v.variant('type', [
  v.object({ type: v.literal('viewport'), width: size, height: size }),
  v.object({ type: v.literal('mode'), mode: v.picklist(['normal', 'pill', 'hidden']) }),
  /** The host was put elsewhere in the page, or is shown again. */
  v.object({ type: v.literal('moved') }),
  v.object({ type: v.literal('focus') }),
])
export type HostDown = v.InferOutput<typeof HostDownSchema>

/** What carries the port into the overlay's window. */
export const HostOfferSchema = v.object({ type: v.literal('tabcall:host'), nonce: v.pipe(v.string(), v.length(32)) })
export type HostOffer = v.InferOutput<typeof HostOfferSchema>
