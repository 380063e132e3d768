import { createSignal, createUniqueId, type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import { formatInvitation } from '../protocol/invitation'
import { Button } from '../ui/Button'
import { CopyButton } from '../ui/CopyButton'
import { IdText } from '../ui/PartyName'
import { QrCode } from '../ui/QrCode'

/** One's own ID, and the ways to hand it on. */
export function OwnId(props: {
  readonly localId: string | null
  /** No ID is coming: the key has trouble of its own, which is said elsewhere. */
  readonly keyTrouble: boolean
  readonly displayName: string
  readonly server: string | null
}): JSX.Element {
  const id = createUniqueId()
  const [codeShown, setCodeShown] = createSignal(false)
  const invitation = (): string => formatInvitation({ id: props.localId ?? '', name: props.displayName, server: props.server })
  return (
    <section class="own-id">
      <h2 id={`own-${id}`}>{t('yourId')}</h2>
      <Show when={props.localId} fallback={<p class="soft">{t(props.keyTrouble ? 'idNone' : 'idComing')}</p>}>
        {(localId) => (
          <fieldset class="own-id-text" aria-labelledby={`own-${id}`}>
            <IdText id={localId()} />
          </fieldset>
        )}
      </Show>
      <div class="own-id-actions">
        <CopyButton label={t('copyId')} text={() => props.localId ?? ''} disabled={props.localId === null} />
        <CopyButton label={t('copyInvitation')} icon="invitation" text={invitation} disabled={props.localId === null} />
        <Button
          label={t('showQrCode')}
          icon="qr"
          iconOnly
          expanded={codeShown()}
          disabled={props.localId === null}
          onClick={() => setCodeShown(!codeShown())}
        />
      </div>
      <Show when={codeShown() && props.localId}>
        <QrCode text={invitation()} label={t('qrCode')} />
      </Show>
    </section>
  )
}
