import { createSignal, type JSX, Show } from 'solid-js'
import { type MessageKey, t } from '../i18n/t'
import { type Invitation, parseDialTarget } from '../protocol/invitation'
import { addInvited } from '../ui/addContact'
import { Button } from '../ui/Button'
import { checkTarget } from '../ui/checkTarget'
import { Icon } from '../ui/Icon'
import { NameForm } from '../ui/NameForm'
import { IdText } from '../ui/PartyName'
import { CameraReader } from './CameraReader'
import type { Saving } from './createSaving'
import { FileButton } from './FileButton'
import { readQrCode } from './readQrCode'

/** A contact from the QR code of an invitation: in a picture, or held before the camera. */
export function ContactReader(props: {
  readonly camera: string
  readonly ownServer: string
  readonly localId: string | null
  readonly nameOf: (id: string) => string
  readonly saving: Saving
}): JSX.Element {
  const [found, setFound] = createSignal<Invitation | null>(null)
  const [looking, setLooking] = createSignal(false)
  const [trouble, setTrouble] = createSignal<MessageKey | null>(null)

  const take = (text: string): void => {
    setLooking(false)
    const target = parseDialTarget(text)
    setTrouble(target.ok ? checkTarget(text, props.localId) : 'qrNoInvitation')
    setFound(target.ok && trouble() === null ? target : null)
  }
  const readFile = async (file: File): Promise<void> => {
    setFound(null)
    const text = await readQrCode(file, { patient: true }).catch(() => null)
    if (text === null) setTrouble('qrNotFound')
    else take(text)
  }
  const save = (invitation: Invitation, name: string): void => {
    props.saving.run(addInvited(invitation, { name, ownServer: props.ownServer }), 'contactAdded')
    setFound(null)
  }
  return (
    <>
      <Show
        when={looking()}
        fallback={
          <div class="field-row">
            <span>{t('qrHint')}</span>
            <FileButton label={t('qrFromPicture')} icon="qr" accept="image/*" onFile={(file) => void readFile(file)} />
            <Button
              label={t('qrFromCamera')}
              icon="camera"
              onClick={() => {
                setTrouble(null)
                setFound(null)
                setLooking(true)
              }}
            />
          </div>
        }
      >
        <CameraReader camera={props.camera} onText={take} onClose={() => setLooking(false)} />
      </Show>
      <Show when={trouble()}>
        {(key) => (
          <p class="field-error" role="alert">
            <Icon name="trouble" small />
            {t(key())}
          </p>
        )}
      </Show>
      <Show when={found()}>
        {(invitation) => (
          <>
            <p>
              <IdText id={invitation().remote.id} />
            </p>
            <NameForm
              initial={props.nameOf(invitation().remote.id) || (invitation().name ?? '')}
              onSave={(name) => save(invitation(), name)}
              onCancel={() => setFound(null)}
            />
          </>
        )}
      </Show>
    </>
  )
}
