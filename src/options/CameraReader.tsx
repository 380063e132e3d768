import { createSignal, type JSX, onCleanup, onMount, Show } from 'solid-js'
import { t } from '../i18n/t'
import { Button } from '../ui/Button'
import { VideoView } from '../ui/VideoView'
import { readQrCode } from './readQrCode'

/** Reading takes a good part of this; more often would only heat the machine. */
const LOOK_MS = 250

/** Looks through the camera for a QR code, until one is read or the person has enough. */
export function CameraReader(props: {
  readonly camera: string
  readonly onText: (text: string) => void
  readonly onClose: () => void
}): JSX.Element {
  const [stream, setStream] = createSignal<MediaStream | null>(null)
  const [failed, setFailed] = createSignal(false)
  let video: HTMLVideoElement | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let gone = false

  const look = async (): Promise<void> => {
    const ready = video && video.readyState >= video.HAVE_CURRENT_DATA ? video : null
    const text = ready && (await readQrCode(ready, { patient: false }).catch(() => null))
    if (gone) return
    if (text === null) timer = setTimeout(() => void look(), LOOK_MS)
    else props.onText(text)
  }
  onMount(async () => {
    try {
      const opened = await navigator.mediaDevices.getUserMedia({
        video: props.camera === '' ? { facingMode: 'environment' } : { deviceId: props.camera },
      })
      if (gone) for (const track of opened.getTracks()) track.stop()
      else {
        setStream(opened)
        await look()
      }
    } catch {
      setFailed(true)
    }
  })
  onCleanup(() => {
    gone = true
    clearTimeout(timer)
    for (const track of stream()?.getTracks() ?? []) track.stop()
  })
  return (
    <>
      <Show
        when={!failed()}
        fallback={
          <p class="field-error" role="alert">
            {t('qrCameraFailed')}
          </p>
        }
      >
        <div class="preview">
          <VideoView
            stream={stream()}
            label={t('yourCamera')}
            ref={(element) => {
              video = element
            }}
          />
        </div>
        <p class="soft">{t('qrCameraHint')}</p>
      </Show>
      <div class="field-row">
        <Button label={t('cancelEdit')} onClick={() => props.onClose()} />
      </div>
    </>
  )
}
