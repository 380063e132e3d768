import { createSignal, createUniqueId, type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import { Button } from '../ui/Button'

/** One person or call in a list: a click calls, the rest is one click behind. */
export function Row(props: {
  readonly picture: JSX.Element
  readonly title: JSX.Element
  readonly detail: JSX.Element
  readonly onCall: () => void
  /** Shown when opened. */
  readonly children: JSX.Element
}): JSX.Element {
  const id = createUniqueId()
  const [open, setOpen] = createSignal(false)
  return (
    <li class="row" classList={{ 'row-open': open() }}>
      <div class="row-line">
        <button type="button" class="row-call" title={t('clickCalls')} onClick={() => props.onCall()}>
          {props.picture}
          <span class="row-words">
            <span class="row-title ellipsis" id={`title-${id}`}>
              {props.title}
            </span>
            <span class="row-detail soft">{props.detail}</span>
          </span>
        </button>
        <Button
          label={t('more')}
          icon="more"
          iconOnly
          kind="quiet"
          expanded={open()}
          describedBy={`title-${id}`}
          onClick={() => setOpen(!open())}
        />
      </div>
      <Show when={open()}>
        <div class="row-more">{props.children}</div>
      </Show>
    </li>
  )
}
