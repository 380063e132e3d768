import { createSignal, type JSX, onCleanup } from 'solid-js'
import { t } from '../i18n/t'
import { Button, type ButtonKind } from './Button'
import { copyText } from './copyText'
import type { IconName } from './icons'

const SAID_MS = 2000

/** Puts a text on the clipboard and says so for a moment. */
export function CopyButton(props: {
  readonly label: string
  readonly text: () => string
  readonly icon?: IconName
  readonly kind?: ButtonKind
  readonly disabled?: boolean
}): JSX.Element {
  const [copied, setCopied] = createSignal(false)
  let said: HTMLSpanElement | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const copy = async (): Promise<void> => {
    if (!(await copyText(props.text(), said?.ownerDocument ?? document))) return
    setCopied(true)
    clearTimeout(timer)
    timer = setTimeout(() => setCopied(false), SAID_MS)
  }
  return (
    <>
      <Button
        label={props.label}
        icon={copied() ? 'check' : (props.icon ?? 'copy')}
        kind={props.kind}
        disabled={props.disabled}
        onClick={() => void copy()}
      />
      <span class="visually-hidden" aria-live="polite" ref={said}>
        {copied() ? t('copied') : ''}
      </span>
    </>
  )
}
