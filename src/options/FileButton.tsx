import type { JSX } from 'solid-js'
import { Button } from '../ui/Button'
import type { IconName } from '../ui/icons'

/** A button that lets the person choose a file. */
export function FileButton(props: {
  readonly label: string
  readonly icon: IconName
  readonly accept: string
  readonly onFile: (file: File) => void
}): JSX.Element {
  let input: HTMLInputElement | undefined
  return (
    <>
      <input
        ref={(element) => {
          input = element
        }}
        type="file"
        hidden
        accept={props.accept}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          // The same file may be chosen again.
          event.currentTarget.value = ''
          if (file) props.onFile(file)
        }}
      />
      <Button label={props.label} icon={props.icon} onClick={() => input?.click()} />
    </>
  )
}
