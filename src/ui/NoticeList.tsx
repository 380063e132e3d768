import { For, type JSX } from 'solid-js'
import { NOTICE_KEYS } from '../i18n/notice'
import { t } from '../i18n/t'
import type { Notice } from '../messaging/snapshot'
import { Button } from './Button'
import type { Send } from './CallControls'
import { Icon } from './Icon'

/** The newest notices, each until it is dismissed. */
export function NoticeList(props: {
  readonly notices: readonly Notice[]
  readonly send: Send
  /** How many fit; the newest are shown. */
  readonly most?: number | undefined
}): JSX.Element {
  const shown = (): readonly Notice[] => (props.most === undefined ? props.notices : props.notices.slice(-props.most))
  return (
    <div class="notices" role="log" aria-label={t('notices')} aria-live="polite">
      <For each={shown()}>
        {(notice) => (
          <div class="notice">
            <Icon name="trouble" small />
            <p>{t(NOTICE_KEYS[notice.code])}</p>
            <Button
              label={t('dismiss')}
              icon="close"
              iconOnly
              kind="quiet"
              onClick={() => props.send({ type: 'dismissNotice', key: notice.key })}
            />
          </div>
        )}
      </For>
    </div>
  )
}
