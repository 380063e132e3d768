import { createSignal, createUniqueId, type JSX, Show } from 'solid-js'
import { type MessageKey, t } from '../../i18n/t'
import { Icon } from '../Icon'
import { saveFile } from './saveFile'

type Sealed = 'shortPassphrase' | 'broken' | 'unavailable'
const TROUBLE_KEYS: { readonly [Reason in Sealed]: MessageKey } = {
  shortPassphrase: 'backupShort',
  broken: 'backupUnavailable',
  unavailable: 'backupUnavailable',
}

/** Saves the key as a file sealed with a passphrase. */
export function KeyBackup(): JSX.Element {
  const id = createUniqueId()
  const [passphrase, setPassphrase] = createSignal('')
  const [working, setWorking] = createSignal(false)
  const [trouble, setTrouble] = createSignal<MessageKey | null>(null)
  const [saved, setSaved] = createSignal(false)

  const save = async (): Promise<void> => {
    setWorking(true)
    setSaved(false)
    // Sealing is a tenth of a megabyte that no call needs.
    const [{ BACKUP_FILE_NAME, sealBackup }, { makeIndexedDbStore }] = await Promise.all([
      import('../../identity/backup'),
      import('../../identity/indexedDbStore'),
    ])
    const sealed = await sealBackup(makeIndexedDbStore(), passphrase())
    setWorking(false)
    setTrouble(sealed.ok ? null : TROUBLE_KEYS[sealed.reason])
    if (!sealed.ok) return
    saveFile(BACKUP_FILE_NAME, sealed.file, 'text/plain')
    setPassphrase('')
    setSaved(true)
  }
  return (
    <form
      class="setting setting-tall"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <label for={`pass-${id}`}>{t('passphrase')}</label>
      <div class="field-row">
        <input
          id={`pass-${id}`}
          class="field"
          type="password"
          autocomplete="new-password"
          value={passphrase()}
          aria-invalid={trouble() !== null}
          aria-describedby={trouble() ? `pass-said-${id}` : undefined}
          onInput={(event) => setPassphrase(event.currentTarget.value)}
        />
        <button type="submit" class="button button-plain" disabled={working()}>
          <Icon name="download" />
          <span class="button-label">{t('saveBackup')}</span>
        </button>
      </div>
      <Show when={trouble()}>
        {(key) => (
          <p class="field-error" role="alert" id={`pass-said-${id}`}>
            <Icon name="trouble" small />
            {t(key())}
          </p>
        )}
      </Show>
      <p class="field-good" aria-live="polite">
        {saved() ? t('backupSaved') : ''}
      </p>
    </form>
  )
}
