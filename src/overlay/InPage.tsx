import { createEffect, createMemo, type JSX, on, onCleanup, Show } from 'solid-js'
import type { View as Client } from '../messaging/viewClient'
import { ask } from '../ui/ask'
import { CallView } from './CallView'
import { callIn, hasCall } from './callIn'
import { createDrag } from './createDrag'
import { createPlacement, FORMS, type Form } from './createPlacement'
import { createSession } from './createSession'
import { openHostLine } from './hostLine'
import { isForControl } from './isForControl'
import { videoInPictureInPicture, watchVideoPictureInPicture } from './pictureInPicture'
import { readMinimisedFor, rememberMinimisedFor } from './places'
import { ResizeHandles } from './ResizeHandles'

const [SMALLEST, , LARGEST] = FORMS

/** The overlay in a page: floats, is a pill, or fills the page. */
export function InPage(props: { readonly client: Client }): JSX.Element {
  const session = createSession(props.client)
  const snapshot = session.view.snapshot
  const placement = createPlacement(
    openHostLine(),
    createMemo(() => hasCall(snapshot())),
    session.guard.changed,
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
  // Its picture floats over all tabs: the overlay that gives it must stay where it is.
  onCleanup(watchVideoPictureInPicture((active) => ask({ type: 'pictureInPicture', active })))
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
      session={session}
      form={placement.form()}
      onMinimise={placement.form() === SMALLEST ? undefined : () => step(-1)}
      onExpand={placement.form() === LARGEST ? undefined : () => step(1)}
      onPictureInPicture={videoInPictureInPicture}
      onGrab={(event) => {
        if (placement.form() !== 'expanded' && !isForControl(event)) drag.startMove(event)
      }}
      onKey={(event) => {
        if (event.key === 'Escape') step(-1)
        else if (isForControl(event) || !drag.key(event)) return
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
