import { createSignal, createUniqueId, type JSX, Show } from 'solid-js'
import { type MessageKey, t } from '../../i18n/t'
import { parseSignalingServer } from '../../settings/signalingServer'
import { Button } from '../Button'
import { Icon } from '../Icon'
import { askServer, type ServerAnswer } from './askServer'

const ANSWER_KEYS: { readonly [Answer in ServerAnswer]: MessageKey } = {
  tabcall: 'serverIsTabcall',
  peerServer: 'serverIsPeerServer',
  other: 'serverIsOther',
  none: 'serverSilent',
}
const TROUBLE_KEYS = { empty: 'serverEmpty', invalid: 'serverInvalid' } as const satisfies Record<string, MessageKey>

/** The signaling server, saved when the field is left, and a check whether it answers. */
export function SignalingServerField(props: { readonly value: string; readonly onSave: (url: string) => void }): JSX.Element {
  const id = createUniqueId()
  const [trouble, setTrouble] = createSignal<MessageKey | null>(null)
  const [answer, setAnswer] = createSignal<ServerAnswer | 'asking' | null>(null)
  let field: HTMLInputElement | undefined

  const save = (): string | null => {
    const parsed = parseSignalingServer(field?.value ?? '')
    setAnswer(null)
    if (!parsed.ok) {
      setTrouble(TROUBLE_KEYS[parsed.reason])
      return null
    }
    setTrouble(null)
    if (field) field.value = parsed.url
    if (parsed.url !== props.value) props.onSave(parsed.url)
    return parsed.url
  }
  const check = async (): Promise<void> => {
    const url = save()
    if (url === null) return
    setAnswer('asking')
    const heard = await askServer(url)
    // What was typed since has its own check.
    if (answer() === 'asking' && field?.value === url) setAnswer(heard)
  }
  const answerKey = (): MessageKey | null => {
    const heard = answer()
    if (heard === null) return null
    return heard === 'asking' ? 'serverAsking' : ANSWER_KEYS[heard]
  }
  return (
    <div class="setting setting-tall">
      <label for={`server-${id}`}>{t('signalingServer')}</label>
      <div class="field-row">
        <input
          ref={(element) => {
            field = element
          }}
          id={`server-${id}`}
          class="field"
          type="url"
          spellcheck={false}
          autocomplete="off"
          value={props.value}
          aria-invalid={trouble() !== null}
          aria-describedby={`server-said-${id}`}
          onInput={() => setAnswer(null)}
          onChange={() => save()}
        />
        <Button label={t('checkServer')} disabled={answer() === 'asking'} onClick={() => void check()} />
      </div>
      <div id={`server-said-${id}`} aria-live="polite">
        <Show when={trouble()}>
          {(key) => (
            <p class="field-error" role="alert">
              <Icon name="trouble" small />
              {t(key())}
            </p>
          )}
        </Show>
        <Show when={answerKey()}>
          {(key) => <p class={answer() === 'tabcall' || answer() === 'peerServer' ? 'field-good' : 'soft'}>{t(key())}</p>}
        </Show>
      </div>
    </div>
  )
}
