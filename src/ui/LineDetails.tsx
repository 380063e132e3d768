import { type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { TalkSnapshot } from '../messaging/snapshot'
import { CopyButton } from './CopyButton'
import { QualityDetails } from './QualityDetails'

/** The figures of the line, and all of them to copy for whoever is asked for help. */
export function LineDetails(props: { readonly call: TalkSnapshot }): JSX.Element {
  return (
    <Show when={props.call.quality}>
      {(quality) => (
        <>
          <QualityDetails quality={quality()} />
          <CopyButton label={t('copyDiagnostics')} text={() => diagnostics(props.call, Date.now())} />
        </>
      )}
    </Show>
  )
}

/** Figures and states; no address, no key, no ID, no name. */
function diagnostics({ phase, connectedAt, party, quality }: TalkSnapshot, now: number): string {
  const seconds = connectedAt === null ? 0 : Math.round((now - connectedAt) / 1_000)
  return JSON.stringify({ tabcall: 1, phase, seconds, kind: party.remote.kind, quality }, null, 2)
}
