import { type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { LocalShare } from '../messaging/snapshot'
import { Button } from './Button'
import type { Send } from './CallControls'

/** What may be shared, each with one click; another click changes what is shared without stopping. */
export function ShareControls(props: {
  readonly share: LocalShare | null
  readonly send: Send
  /** A tab is captured by the background (or by the view itself), not by the offscreen document alone. */
  readonly shareTab: (source: 'tab' | 'music') => void
  readonly shortcuts?: Readonly<Record<string, string>> | undefined
  /** Icons alone, where there is little room. While something is shared, all but `Stop sharing` are icons in any case. */
  readonly compact?: boolean | undefined
}): JSX.Element {
  const iconOnly = (): boolean => (props.compact ?? false) || props.share !== null
  return (
    <fieldset class="share-controls" classList={{ 'share-controls-compact': iconOnly() }} aria-label={t('share')}>
      <Button
        label={t('shareTab')}
        icon="shareTab"
        iconOnly={iconOnly()}
        shortcut={props.shortcuts?.['share-tab']}
        onClick={() => props.shareTab('tab')}
      />
      <Button
        label={t('shareDisplay')}
        icon="shareScreen"
        iconOnly={iconOnly()}
        onClick={() => props.send({ type: 'shareDisplay' })}
      />
      <Button label={t('shareMusic')} icon="music" iconOnly={iconOnly()} onClick={() => props.shareTab('music')} />
      <Show when={props.share}>
        <Button
          label={t('stopSharing')}
          icon="stop"
          iconOnly={props.compact}
          kind="hangUp"
          onClick={() => props.send({ type: 'stopSharing' })}
        />
      </Show>
    </fieldset>
  )
}
