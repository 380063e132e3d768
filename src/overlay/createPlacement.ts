import { type Accessor, createEffect, createSignal, on, onCleanup } from 'solid-js'
import type { OverlayMode } from '../messaging/contentMessages'
import type { Rect } from '../messaging/hostPort'
import { anchored, atLeast, PILL_SIZE, type Place, placed, placeOf, type Size } from './geometry'
import type { HostLine } from './hostLine'
import { createPlaceKeeper } from './placeKeeper'
import { readPlace, rememberPlace } from './places'

/** From small to large. */
export const FORMS = ['pill', 'floating', 'expanded'] as const
export type Form = (typeof FORMS)[number]

/** Corners of the overlay and of the pill; a page that is filled has none. */
const RADIUS = 12

export interface Placement {
  /** How large it is shown. */
  readonly form: Accessor<Form>
  setForm(form: Form): void
  /** The tab's own share keeps it a pill, whatever form is wanted. */
  readonly held: Accessor<boolean>
  readonly viewport: Accessor<Size | null>
  /** Where the floating overlay or the pill stands now. */
  readonly rect: Accessor<Rect | null>
  /** While a hand moves or resizes it; `settle` when it lets go. */
  drag(rect: Rect): void
  settle(rect: Rect): void
}

/** What the call asks of the place. */
export interface PlacementNeeds {
  readonly isShown: Accessor<boolean>
  /** Whether what there is to show fits into a pill. */
  readonly mayBePill: Accessor<boolean>
  /** The floating overlay is no smaller than this, whatever was remembered. */
  readonly least: Accessor<Size>
}

/** Where the overlay stands in its page. */
export function createPlacement(line: HostLine, { isShown, mayBePill, least }: PlacementNeeds, onMoved: () => void): Placement {
  const [viewport, setViewport] = createSignal<Size | null>(null)
  const [mode, setMode] = createSignal<OverlayMode>('normal')
  const [wanted, setWanted] = createSignal<Form>('floating')
  const [place, setPlace] = createSignal<Place | null>(null)
  const [dragged, setDragged] = createSignal<Rect | null>(null)

  const keeper = createPlaceKeeper({ read: readPlace, remember: rememberPlace, show: setPlace })
  const look = (): void => keeper.screenIs(window.screen)
  look()
  // https://w3c.github.io/window-management/: the window was moved to another screen, or the screen was changed.
  window.screen.addEventListener('change', look)
  onCleanup(() => window.screen.removeEventListener('change', look))

  const held = (): boolean => mode() !== 'normal' && mayBePill()
  const form = (): Form => {
    if (held()) return 'pill'
    return wanted() === 'pill' && !mayBePill() ? 'floating' : wanted()
  }

  /** Where it stands once no hand holds it. */
  const standing = (): Rect | null => {
    const room = viewport()
    const at = place()
    if (room === null || at === null) return null
    switch (form()) {
      case 'pill':
        return anchored(at, PILL_SIZE, room)
      case 'floating':
        return placed(atLeast(at, least()), room)
      case 'expanded':
        return { x: 0, y: 0, ...room }
    }
  }

  const rect = (): Rect | null => dragged() ?? standing()

  line.onMessage((message) => {
    switch (message.type) {
      case 'viewport':
        look()
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
    held,
    viewport,
    rect,
    drag: setDragged,
    settle(at) {
      const room = viewport()
      const before = place()
      const from = standing()
      if (room === null || before === null || from === null) return
      const now = placeOf(at, room)
      // A pill that was moved, or a ring that needs more room, takes the overlay to its corner in the size that it had.
      const sized = at.width !== from.width || at.height !== from.height
      setDragged(null)
      keeper.put(window.screen, sized ? now : { ...now, width: before.width, height: before.height })
    },
  }
}
