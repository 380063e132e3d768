import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { t } from '../i18n/t'
import type { TalkSnapshot } from '../messaging/snapshot'
import { addContact } from '../ui/addContact'
import { ask } from '../ui/ask'
import { Button } from '../ui/Button'
import { CallControls } from '../ui/CallControls'
import { CompareWords } from '../ui/CompareWords'
import type { View } from '../ui/createView'
import type { Frames } from '../ui/frames/createFrames'
import { Icon } from '../ui/Icon'
import { LineDetails } from '../ui/LineDetails'
import { NameForm } from '../ui/NameForm'
import { NoticeList } from '../ui/NoticeList'
import { PartyName } from '../ui/PartyName'
import { Pictures } from '../ui/Pictures'
import { QualityMark } from '../ui/QualityDetails'
import { ShareControls } from '../ui/ShareControls'
import { Timer } from '../ui/Timer'
import { SharePanel } from './SharePanel'

type Panel = 'details' | 'words' | 'contact'

/** The call itself: pictures, who and how long, what one can do. */
export function TalkView(props: {
  readonly call: TalkSnapshot
  readonly view: View
  readonly frames: Frames
  readonly shareTab: (source: 'tab' | 'music') => void
  readonly shortcuts: Readonly<Record<string, string>>
}): JSX.Element {
  const [panel, setPanel] = createSignal<Panel | null>(null)
  const toggle = (wanted: Panel): void => {
    setPanel(panel() === wanted ? null : wanted)
  }
  const call = (): TalkSnapshot => props.call
  const party = (): TalkSnapshot['party'] => props.call.party
  return (
    <main class="talk">
      <Pictures call={call()} frames={props.frames}>
        <div class="talk-notices">
          <NoticeList notices={props.view.snapshot()?.notices ?? []} send={props.view.send} most={2} />
        </div>
      </Pictures>
      <div class="talk-body">
        <div class="talk-who">
          <h1 class="talk-name ellipsis">
            <PartyName party={party()} />
          </h1>
          <Show when={!party().verified}>
            <span class="badge">{t('notVerified')}</span>
          </Show>
          <Show when={party().compared}>
            <span class="badge badge-good" title={t('comparedHint')}>
              <Icon name="verified" small />
              {t('compared')}
            </span>
          </Show>
          <Timer since={call().connectedAt} />
        </div>
        <CallControls local={call().local} send={props.view.send} shortcuts={props.shortcuts} />
        <ShareControls share={call().local.share} send={props.view.send} shareTab={props.shareTab} shortcuts={props.shortcuts} />
        <Show when={panel() === null}>
          <SharePanel call={call()} view={props.view} />
        </Show>
        <div class="talk-more">
          <Show when={call().quality}>{(quality) => <QualityMark quality={quality()} />}</Show>
          <span class="spacer" />
          <Show when={call().remoteMedia.share?.picture}>
            <Button
              label={t('openInTab')}
              icon="openTab"
              iconOnly
              kind="quiet"
              onClick={() => ask({ type: 'openPage', page: 'viewer' })}
            />
          </Show>
          <Show when={!party().contact}>
            <Button
              label={t('addContact')}
              icon="addContact"
              iconOnly
              kind="quiet"
              expanded={panel() === 'contact'}
              onClick={() => toggle('contact')}
            />
          </Show>
          <Show when={party().contact && call().words}>
            <Button
              label={t('compareWords')}
              icon="verified"
              iconOnly
              kind="quiet"
              expanded={panel() === 'words'}
              onClick={() => toggle('words')}
            />
          </Show>
          <Show when={call().quality}>
            <Button
              label={t('details')}
              icon="info"
              iconOnly
              kind="quiet"
              expanded={panel() === 'details'}
              onClick={() => toggle('details')}
            />
          </Show>
        </div>
        <Switch>
          <Match when={panel() === 'details' && call().quality}>
            <section class="panel" aria-label={t('details')}>
              <LineDetails call={call()} />
            </section>
          </Match>
          <Match when={panel() === 'words' && call().words}>
            {(words) => (
              <CompareWords
                words={words()}
                onResult={(same) => {
                  ask({ type: 'setCompared', id: party().remote.id, compared: same })
                  if (same) setPanel(null)
                }}
              />
            )}
          </Match>
          <Match when={panel() === 'contact' && !party().contact}>
            <NameForm
              initial={party().claimedName ?? ''}
              onSave={(name) => {
                addContact(party(), name)
                setPanel(null)
              }}
              onCancel={() => setPanel(null)}
            />
          </Match>
        </Switch>
      </div>
    </main>
  )
}
