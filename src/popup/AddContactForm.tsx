import { createSignal, createUniqueId, type JSX, onMount, Show } from 'solid-js'
import { type MessageKey, t } from '../i18n/t'
import { parseDialTarget } from '../protocol/invitation'
import { addInvited } from '../ui/addContact'
import { ask } from '../ui/ask'
import { Button } from '../ui/Button'
import { checkTarget } from '../ui/checkTarget'
import { Icon } from '../ui/Icon'

/** As long as one's own name for someone may be (`people.ts`). */
const MAX_NAME_LENGTH = 80

/** A contact from an ID or an invitation. The name in the invitation is offered as the name. */
export function AddContactForm(props: {
  readonly localId: string | null
  readonly ownServer: string | null
  /** One's own name for somebody who is a contact already, else empty. */
  readonly nameOf: (id: string) => string
  readonly onDone: () => void
}): JSX.Element {
  const id = createUniqueId()
  const [typed, setTyped] = createSignal('')
  const [name, setName] = createSignal('')
  const [trouble, setTrouble] = createSignal<MessageKey | null>(null)
  let field: HTMLInputElement | undefined
  onMount(() => field?.focus())
  const save = (): void => {
    const found = checkTarget(typed(), props.localId)
    setTrouble(found)
    const target = parseDialTarget(typed())
    if (found !== null || !target.ok) return
    const called = name().trim() || props.nameOf(target.remote.id) || (target.name ?? '')
    ask(addInvited(target, { name: called, ownServer: props.ownServer }))
    props.onDone()
  }
  return (
    <form
      class="add-contact"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <label for={`id-${id}`}>{t('idOrInvitation')}</label>
      <input
        ref={(element) => {
          field = element
        }}
        id={`id-${id}`}
        class="field"
        autocomplete="off"
        spellcheck={false}
        aria-invalid={trouble() !== null}
        aria-describedby={trouble() ? `trouble-${id}` : undefined}
        value={typed()}
        onInput={(event) => {
          setTyped(event.currentTarget.value)
          setTrouble(null)
        }}
      />
      <Show when={trouble()}>
        {(key) => (
          <p class="field-error" role="alert" id={`trouble-${id}`}>
            <Icon name="trouble" small />
            {t(key())}
          </p>
        )}
      </Show>
      <label for={`name-${id}`}>{t('contactName')}</label>
      <div class="field-row">
        <input
          id={`name-${id}`}
          class="field"
          maxlength={MAX_NAME_LENGTH}
          autocomplete="off"
          value={name()}
          onInput={(event) => setName(event.currentTarget.value)}
        />
        <button type="submit" class="button button-accent">
          <span class="button-label">{t('save')}</span>
        </button>
      </div>
      <Button label={t('readQrCode')} icon="qr" kind="quiet" onClick={() => ask({ type: 'openPage', page: 'people' })} />
    </form>
  )
}
