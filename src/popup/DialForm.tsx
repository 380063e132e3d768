import { createSignal, createUniqueId, type JSX, onMount, Show } from 'solid-js'
import { type MessageKey, t } from '../i18n/t'
import { ask } from '../ui/ask'
import { checkTarget } from '../ui/checkTarget'
import { Icon } from '../ui/Icon'
import { Switch } from '../ui/Switch'

/** Whom to call. A typing error is said here, before anything is sent. */
export function DialForm(props: {
  readonly localId: string | null
  readonly camera: boolean
  readonly onDial: (to: string) => void
}): JSX.Element {
  const id = createUniqueId()
  const [typed, setTyped] = createSignal('')
  const [trouble, setTrouble] = createSignal<MessageKey | null>(null)
  let field: HTMLInputElement | undefined
  onMount(() => field?.focus())

  const dial = (): void => {
    const found = checkTarget(typed(), props.localId)
    setTrouble(found)
    if (found) field?.focus()
    else props.onDial(typed())
  }
  return (
    <form
      class="dial"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        dial()
      }}
    >
      <div class="dial-head">
        <label class="strong" for={`peer-${id}`}>
          {t('peerId')}
        </label>
        <Switch
          label={t('camera')}
          checked={props.camera}
          onChange={(startWithCamera) => ask({ type: 'updateSettings', changes: { startWithCamera } })}
        />
      </div>
      <div class="field-row">
        <input
          ref={(element) => {
            field = element
          }}
          id={`peer-${id}`}
          class="field dial-field"
          type="text"
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          placeholder={t('peerIdExample')}
          aria-invalid={trouble() !== null}
          aria-describedby={trouble() ? `trouble-${id}` : undefined}
          value={typed()}
          onInput={(event) => {
            setTyped(event.currentTarget.value)
            setTrouble(null)
          }}
        />
        <button type="submit" class="button button-call">
          <Icon name="call" />
          <span class="button-label">{t('call')}</span>
        </button>
      </div>
      <Show when={trouble()}>
        {(key) => (
          <p class="field-error" role="alert" id={`trouble-${id}`}>
            <Icon name="trouble" small />
            {t(key())}
          </p>
        )}
      </Show>
    </form>
  )
}
