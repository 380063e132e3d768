import { createEffect, createMemo, type JSX, on, Show } from 'solid-js'
import type { IncomingCall } from '../ui/IncomingCard'
import { CallView } from './CallView'
import { callIn, hasCall, talkIn } from './callIn'
import { createDrag } from './createDrag'
import { createFloatingVideo } from './createFloatingVideo'
import { createPlacement, FORMS, type Form } from './createPlacement'
import type { Session } from './createSession'
import { type Size, SMALLEST_SIZE } from './geometry'
import { openHostLine } from './hostLine'
import { isForControl } from './isForControl'
import { readMinimisedFor, rememberMinimisedFor } from './places'
import { ResizeHandles } from './ResizeHandles'

const [SMALLEST, , LARGEST] = FORMS

/** Room for who a stranger says they are, their ID, and all the answers. */
const STRANGER_SIZE: Size = { width: 320, height: 284 }
/** Room for who rings and the answers. */
const RING_SIZE: Size = { width: 260, height: 160 }

function leastSize(ring: IncomingCall | null): Size {
  if (ring === null) return SMALLEST_SIZE
  return ring.party.contact ? RING_SIZE : STRANGER_SIZE
}

/** The overlay in a page: floats, is a pill, or fills the page. */
export function InPage(props: { readonly session: Session }): JSX.Element {
  const snapshot = props.session.view.snapshot
  const placement = createPlacement(
    openHostLine(),
    {
      isShown: createMemo(() => hasCall(snapshot())),
      mayBePill: createMemo(() => talkIn(snapshot()) !== null),
      least: createMemo(() => leastSize(callIn(snapshot(), 'incoming'))),
    },
    props.session.guard.changed,
  )
  const drag = createDrag(placement)
  const callId = createMemo((): string | null => {
    const call = snapshot()?.call
    return call && call.phase !== 'idle' ? call.callId : null
  })

  createEffect(
    on(callId, (now) => {
      if (now === null) return
      placement.setForm('floating')
      readMinimisedFor()
        .then((minimised) => {
          if (minimised === callId()) placement.setForm('pill')
        })
        .catch(() => undefined)
    }),
  )
  const floatVideo = createFloatingVideo()
  // Who rings is seen whole.
  createEffect(() => {
    if (callIn(snapshot(), 'incoming')) placement.setForm('floating')
  })

  function show(form: Form): void {
    placement.setForm(form)
    rememberMinimisedFor(form === 'pill' ? callId() : null).catch(() => undefined)
  }
  function step(by: 1 | -1): void {
    const next = FORMS[FORMS.indexOf(placement.form()) + by]
    if (next !== undefined) show(next)
  }

  return (
    <CallView
      session={props.session}
      form={placement.form()}
      onMinimise={placement.form() === SMALLEST ? undefined : () => step(-1)}
      onExpand={placement.form() === LARGEST || placement.held() ? undefined : () => step(1)}
      onPictureInPicture={() => void floatVideo()}
      onGrab={(event) => {
        if (placement.form() !== 'expanded' && !isForControl(event)) drag.startMove(event)
      }}
      onKey={(event) => {
        if (event.key === 'Escape') {
          // A ring has no smaller form in which it could be answered.
          if (talkIn(snapshot()) !== null) step(-1)
        } else if (isForControl(event) || !drag.key(event)) return
        event.preventDefault()
      }}
      handles={
        <Show when={placement.form() === 'floating'}>
          <ResizeHandles onGrab={drag.startResize} />
        </Show>
      }
    />
  )
}
