import * as v from 'valibot'
import browser from 'webextension-polyfill'
import { INITIAL_PLACE, type Place, type Size } from './geometry'

const side = v.picklist(['start', 'end'])
const distance = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(100_000))
const PlaceSchema = v.object({
  horizontal: side,
  vertical: side,
  dx: distance,
  dy: distance,
  width: distance,
  height: distance,
})

/** In `storage.local`, by the screen's size: a place that is right on a large screen is wrong on a small one. */
const PLACES_KEY = 'overlayPlaces'
const PlacesSchema = v.fallback(v.record(v.string(), PlaceSchema), {})

/** `1920x1080` */
export function screenKey(screen: Size): string {
  return `${screen.width}x${screen.height}`
}

export async function readPlace(screen: Size): Promise<Place> {
  return (await readPlaces())[screenKey(screen)] ?? INITIAL_PLACE
}

export async function rememberPlace(screen: Size, place: Place): Promise<void> {
  await browser.storage.local.set({ [PLACES_KEY]: { ...(await readPlaces()), [screenKey(screen)]: place } })
}

async function readPlaces(): Promise<Readonly<Record<string, Place>>> {
  const stored = await browser.storage.local.get(PLACES_KEY)
  return v.parse(PlacesSchema, stored[PLACES_KEY] ?? {})
}

/** The call whose overlay was made small, so that it stays small on the next page. */
const MINIMISED_KEY = 'overlayMinimisedFor'

export async function readMinimisedFor(): Promise<string | null> {
  const stored = await browser.storage.session.get(MINIMISED_KEY)
  const callId = stored[MINIMISED_KEY]
  return typeof callId === 'string' ? callId : null
}

export async function rememberMinimisedFor(callId: string | null): Promise<void> {
  await browser.storage.session.set({ [MINIMISED_KEY]: callId })
}
