import { createSignal, For, type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import { Button } from './Button'

/** Six words to read to each other: the same on both sides when nobody stands between. */
export function CompareWords(props: {
  readonly words: readonly string[]
  readonly onResult: (same: boolean) => void
}): JSX.Element {
  const [different, setDifferent] = createSignal(false)
  return (
    <section class="panel" aria-label={t('compareWords')}>
      <p>{t('compareWordsHint')}</p>
      <ol class="words">
        <For each={props.words}>{(word) => <li>{word}</li>}</For>
      </ol>
      <Show when={different()}>
        <p class="field-error" role="alert">
          {t('wordsDifferHint')}
        </p>
      </Show>
      <div class="field-row">
        <Button label={t('wordsSame')} icon="check" kind="accent" wide onClick={() => props.onResult(true)} />
        <Button
          label={t('wordsDiffer')}
          wide
          onClick={() => {
            setDifferent(true)
            props.onResult(false)
          }}
        />
      </div>
    </section>
  )
}
