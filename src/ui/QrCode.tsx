import type { JSX } from 'solid-js'
import { encode } from 'uqr'

/** Light modules around the code, as readers expect them (ISO/IEC 18004). */
const QUIET_ZONE = 4

/** A text as a QR code: one path, black on white in every theme. */
export function QrCode(props: { readonly text: string; readonly label: string }): JSX.Element {
  const code = (): ReturnType<typeof encode> => encode(props.text, { border: QUIET_ZONE })
  const path = (): string =>
    code()
      .data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
      .join('')
  return (
    <svg
      class="qr"
      role="img"
      aria-label={props.label}
      viewBox={`0 0 ${code().size} ${code().size}`}
      shape-rendering="crispEdges"
    >
      <rect class="qr-light" width="100%" height="100%" />
      <path class="qr-dark" d={path()} />
    </svg>
  )
}
