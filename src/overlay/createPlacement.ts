import { type Accessor, createEffect, createSignal, on } from 'solid-js'
import type { OverlayMode } from '../messaging/contentMessages'
import type { Rect } from '../messaging/hostPort'
import { anchored, INITIAL_PLACE, PILL_SIZE, type Place, placed, placeOf, type Size } from './geometry'
import type { HostLine } from './hostLine'
import { readPlace, rememberPlace } from './places'

/** From small to large. */
export const FORMS = ['pill', 'floating', 'expanded'] as const
export type Form = (typeof FORMS)[number]

/** Corners of the overlay and of the pill; a page that is filled has none. */
const RADIUS = 12

export interface Placement {
  /** How large it is shown; the tab's own share keeps it a pill. */
  readonly form: Accessor<Form>
  setForm(form: Form): void
  readonly viewport: Accessor<Size | null>
  /** Where the floating overlay or the pill stands now. */
  readonly rect: Accessor<Rect | null>
  /** While a hand moves or resizes it; `settle` when it lets go. */
  drag(rect: Rect): void
  settle(rect: Rect): void
}

/** Where the overlay stands in its page. */
export function createPlacement(line: HostLine, isShown: Accessor<boolean>, onMoved: () => void): Placement {
  const [viewport, setViewport] = createSignal<Size | null>(null)
  const [mode, setMode] = createSignal<OverlayMode>('normal')
  const [wanted, setWanted] = createSignal<Form>('floating')
  const [place, setPlace] = createSignal<Place | null>(null)
  const [dragged, setDragged] = createSignal<Rect | null>(null)

  void readPlace(window.screen)
    .catch(() => INITIAL_PLACE)
    .then((remembered) => setPlace((known) => known ?? remembered))

  const form = (): Form => (mode() === 'normal' ? wanted() : 'pill')

  const rect = (): Rect | null => {
    const held = dragged()
    if (held !== null) return held
    const room = viewport()
    const at = place()
    if (room === null || at === null) return null
    switch (form()) {
      case 'pill':
        return anchored(at, PILL_SIZE, room)
      case 'floating':
        return placed(at, room)
      case 'expanded':
        return { x: 0, y: 0, ...room }
    }
  }

  line.onMessage((message) => {
    switch (message.type) {
      case 'viewport':
        setDragged(null)
        setViewport({ width: message.width, height: message.height })
        return
      case 'mode':
        setMode(message.mode)
        return
      case 'moved':
        onMoved()
        return
      case 'focus':
        window.focus()
        return
      default:
        message satisfies never
    }
  })

  createEffect(
    on([rect, isShown, form], ([at, shown, as]) => {
      if (at === null) return
      if (shown) line.send({ type: 'place', rect: at, radius: as === 'expanded' ? 0 : RADIUS })
      else line.send({ type: 'vanish' })
      onMoved()
    }),
  )

  return {
    form,
    setForm: setWanted,
    viewport,
    rect,
    drag: setDragged,
    settle(at) {
      const room = viewport()
      const before = place()
      if (room === null || before === null) return
      const now = placeOf(at, room)
      // A pill that was moved takes the overlay to its corner, in the size that it had.
      const next = form() === 'pill' ? { ...now, width: before.width, height: before.height } : now
      setDragged(null)
      setPlace(next)
      // Not kept where there is no storage: it is right for this page at least.
      rememberPlace(window.screen, next).catch(() => undefined)
    },
  }
}
