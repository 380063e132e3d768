import { createSignal, type JSX, Show } from 'solid-js'
import { addContact } from '../ui/addContact'
import { ask } from '../ui/ask'
import type { Send } from '../ui/CallControls'
import { type IncomingCall, IncomingCard } from '../ui/IncomingCard'
import { NameForm } from '../ui/NameForm'

/** Somebody rings. */
export function IncomingView(props: {
  readonly call: IncomingCall
  readonly send: Send
  readonly camera: boolean
  readonly self: MediaStream | null
}): JSX.Element {
  const [naming, setNaming] = createSignal(false)
  const id = (): string => props.call.party.remote.id
  return (
    <main class="incoming">
      <IncomingCard
        call={props.call}
        send={props.send}
        camera={props.camera}
        self={props.self}
        onAddContact={() => setNaming(true)}
        onBlock={() => {
          ask({ type: 'setBlocked', id: id(), blocked: true })
          props.send({ type: 'decline', callId: props.call.callId })
        }}
      />
      <Show when={naming() && !props.call.party.contact}>
        <NameForm
          initial={props.call.party.claimedName ?? ''}
          onSave={(name) => {
            addContact(props.call.party, name)
            setNaming(false)
          }}
          onCancel={() => setNaming(false)}
        />
      </Show>
    </main>
  )
}
