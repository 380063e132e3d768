import { INITIAL_PLACE, type Place, type Size } from './geometry'

export interface PlaceKeeperDeps {
  read(screen: Size): Promise<Place>
  remember(screen: Size, place: Place): Promise<void>
  show(place: Place): void
}

/** One place for each size of screen: the overlay stands where it stood on a screen like the one it is on now. */
export interface PlaceKeeper {
  /** Called whenever it may have changed; shows what was remembered for it, once. */
  screenIs(screen: Size): void
  /** The person put it there, on this screen. */
  put(screen: Size, place: Place): void
}

export function createPlaceKeeper({ read, remember, show }: PlaceKeeperDeps): PlaceKeeper {
  let present: Size | null = null
  /** What was read is shown only while nothing newer is known. */
  let latest = 0

  const isPresent = (screen: Size): boolean => present?.width === screen.width && present.height === screen.height
  /** A copy: `window.screen` changes in place. */
  function come({ width, height }: Size): Size {
    latest++
    present = { width, height }
    return present
  }

  return {
    screenIs(screen) {
      if (isPresent(screen)) return
      const now = come(screen)
      const mine = latest
      void read(now)
        .catch(() => INITIAL_PLACE)
        .then((place) => {
          if (mine === latest) show(place)
        })
    },
    put(screen, place) {
      const now = come(screen)
      show(place)
      // Where it cannot be kept it is right for this page at least.
      remember(now, place).catch(() => undefined)
    },
  }
}
