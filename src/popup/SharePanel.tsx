import { createSignal, type JSX, Show } from 'solid-js'
import { t } from '../i18n/t'
import type { LocalShare, RemoteShare, TalkSnapshot } from '../messaging/snapshot'
import { Button } from '../ui/Button'
import type { View } from '../ui/createView'
import { MusicCard } from '../ui/MusicCard'
import { RemoteSound } from '../ui/RemoteSound'
import { ShareOptions } from '../ui/ShareOptions'

/** What there is to set of one's own share and of theirs: one at a time, so that the popup never scrolls. */
export function SharePanel(props: { readonly call: TalkSnapshot; readonly view: View }): JSX.Element {
  const [theirsChosen, setTheirsChosen] = createSignal(false)
  const own = (): LocalShare | null => props.call.local.share
  const theirs = (): RemoteShare | null => {
    const share = props.call.remoteMedia.share
    return share?.sound ? share : null
  }
  const both = (): boolean => own() !== null && theirs() !== null
  return (
    <>
      <Show when={both()}>
        <fieldset class="segments" aria-label={t('whoseShare')}>
          <Button label={t('shareYours')} kind="quiet" pressed={!theirsChosen()} onClick={() => setTheirsChosen(false)} />
          <Button label={t('shareTheirs')} kind="quiet" pressed={theirsChosen()} onClick={() => setTheirsChosen(true)} />
        </fieldset>
      </Show>
      <Show when={!(both() && theirsChosen()) && own()}>
        {(share) => (
          <>
            <Show when={share().source === 'music'}>
              <MusicCard music={share().music} title={share().title} owner={null} levels={props.view.levels.own()} />
            </Show>
            <ShareOptions share={share()} send={props.view.send} />
          </>
        )}
      </Show>
      <Show when={!(both() && !theirsChosen()) && theirs()}>
        {(share) => (
          <>
            <Show when={share().source === 'music' || share().music}>
              <MusicCard
                music={share().music}
                title={share().title}
                owner={props.call.party}
                levels={props.view.levels.theirs()}
              />
            </Show>
            <RemoteSound share={share()} send={props.view.send} />
          </>
        )}
      </Show>
    </>
  )
}
