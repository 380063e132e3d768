import { beforeEach, describe, expect, it } from 'vitest'
import { INITIAL_PLACE, type Place, type Size } from '../../src/overlay/geometry'
import { createPlaceKeeper, type PlaceKeeper } from '../../src/overlay/placeKeeper'

const DESK: Size = { width: 2560, height: 1440 }
const LAPTOP: Size = { width: 1280, height: 800 }
const AT_DESK: Place = { ...INITIAL_PLACE, dx: 300, width: 800 }
const AT_LAPTOP: Place = { ...INITIAL_PLACE, horizontal: 'start', width: 240 }

describe('the place of the overlay, by the screen it is on', () => {
  let stored: Map<string, Place>
  let shown: Place[]
  let keeper: PlaceKeeper
  const key = ({ width, height }: Size): string => `${width}x${height}`
  const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve))

  beforeEach(() => {
    stored = new Map([
      [key(DESK), AT_DESK],
      [key(LAPTOP), AT_LAPTOP],
    ])
    shown = []
    keeper = createPlaceKeeper({
      read: async (screen) => stored.get(key(screen)) ?? INITIAL_PLACE,
      remember: async (screen, place) => void stored.set(key(screen), place),
      show: (place) => shown.push(place),
    })
  })

  it('is the one of that screen, also when the window is moved to another during the call', async () => {
    keeper.screenIs(DESK)
    await settled()
    keeper.screenIs(LAPTOP)
    await settled()
    expect(shown).toEqual([AT_DESK, AT_LAPTOP])
  })

  it('is left alone while the screen is the same', async () => {
    keeper.screenIs(DESK)
    await settled()
    keeper.put(DESK, AT_LAPTOP)
    keeper.screenIs({ ...DESK })
    await settled()
    expect(shown.at(-1)).toEqual(AT_LAPTOP)
  })

  it('is remembered for the screen on which it was put, and the other screen keeps its own', async () => {
    keeper.screenIs(DESK)
    await settled()
    const moved = { ...AT_DESK, dx: 16 }
    keeper.put(LAPTOP, moved)
    expect(Object.fromEntries(stored)).toEqual({ [key(DESK)]: AT_DESK, [key(LAPTOP)]: moved })
  })

  it('is where the hand put it, though what was remembered comes only then', async () => {
    keeper.screenIs(DESK)
    keeper.put(DESK, AT_LAPTOP)
    await settled()
    expect(shown).toEqual([AT_LAPTOP])
  })

  it('follows a `window.screen` that changes in place', async () => {
    const live = { ...DESK }
    keeper.screenIs(live)
    await settled()
    Object.assign(live, LAPTOP)
    keeper.screenIs(live)
    await settled()
    expect(shown).toEqual([AT_DESK, AT_LAPTOP])
  })

  it('is the usual one where nothing can be read', async () => {
    const shownThere: Place[] = []
    createPlaceKeeper({
      read: () => Promise.reject(new Error('no storage')),
      remember: () => Promise.reject(new Error('no storage')),
      show: (place) => shownThere.push(place),
    }).screenIs(DESK)
    await settled()
    expect(shownThere).toEqual([INITIAL_PLACE])
  })
})
