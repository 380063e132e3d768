import { createSignal, createUniqueId, type JSX, onMount } from 'solid-js'
import { t } from '../i18n/t'
import { Button } from './Button'

/** As long as a person's own name for someone may be (`people.ts`). */
const MAX_NAME_LENGTH = 80

/** Asks for one's own name for somebody. */
export function NameForm(props: {
  readonly initial: string
  readonly onSave: (name: string) => void
  readonly onCancel: () => void
}): JSX.Element {
  const id = createUniqueId()
  const [name, setName] = createSignal(props.initial)
  let input: HTMLInputElement | undefined
  onMount(() => {
    input?.focus()
    input?.select()
  })
  return (
    <form
      class="name-form"
      onSubmit={(event) => {
        event.preventDefault()
        props.onSave(name().trim())
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        event.stopPropagation()
        props.onCancel()
      }}
    >
      <label class="soft" for={`name-${id}`}>
        {t('contactName')}
      </label>
      <div class="field-row">
        <input
          ref={(element) => {
            input = element
          }}
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
        <Button label={t('cancelEdit')} icon="close" iconOnly kind="quiet" onClick={() => props.onCancel()} />
      </div>
    </form>
  )
}
