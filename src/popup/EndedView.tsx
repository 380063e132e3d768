import { createSignal, type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { CallSnapshot } from '../messaging/snapshot'
import { Avatar } from '../ui/Avatar'
import { addContact } from '../ui/addContact'
import { Button } from '../ui/Button'
import type { Send } from '../ui/CallControls'
import { NameForm } from '../ui/NameForm'
import { PartyName } from '../ui/PartyName'
import { formatDuration } from '../ui/Timer'

/** After the call; the reason is in the view's `status`. */
export function EndedView(props: { readonly call: Extract<CallSnapshot, { phase: 'ended' }>; readonly send: Send }): JSX.Element {
  const [naming, setNaming] = createSignal(false)
  const party = (): typeof props.call.party => props.call.party
  return (
    <main class="ended">
      <div class="ended-who">
        <Avatar id={party().remote.id} name={party().name ?? party().claimedName} />
        <div>
          <p class="strong">
            <PartyName party={party()} />
          </p>
          <Show when={props.call.connectedAt}>
            {(since) => <p class="soft timer">{t('callLasted', formatDuration(props.call.endedAt - since()))}</p>}
          </Show>
        </div>
      </div>
      <div class="answers">
        <Button label={t('callAgain')} icon="call" kind="call" wide onClick={() => props.send({ type: 'callAgain' })} />
        <Button label={t('done')} wide onClick={() => props.send({ type: 'dismiss' })} />
      </div>
      <Show when={!party().contact}>
        <Show
          when={naming()}
          fallback={
            <div class="answers-more">
              <Button label={t('addContact')} icon="addContact" kind="quiet" onClick={() => setNaming(true)} />
            </div>
          }
        >
          <NameForm
            initial={party().claimedName ?? ''}
            onSave={(name) => {
              addContact(party(), name)
              setNaming(false)
            }}
            onCancel={() => setNaming(false)}
          />
        </Show>
      </Show>
    </main>
  )
}
