import type { JSX } from 'solid-js'
import { Onboarding } from '../../../../src/onboarding/Onboarding'
import { Options } from '../../../../src/options/Options'
import { CallView } from '../../../../src/overlay/CallView'
import type { Session } from '../../../../src/overlay/createSession'
import { InWindow } from '../../../../src/overlay/InWindow'
import { Popup } from '../../../../src/popup/Popup'
import type { View } from '../../../../src/ui/createView'
import type { Frames } from '../../../../src/ui/frames/createFrames'
import { Viewer } from '../../../../src/viewer/Viewer'
import type { GalleryState } from './states'
import type { ViewName } from './views'

interface Shown {
  readonly state: GalleryState
  readonly view: View
  readonly frames: Frames
}

/** One view of the extension in one state, with its own styles. */
export async function renderView(name: ViewName, { state, view, frames }: Shown): Promise<() => JSX.Element> {
  const session: Session = {
    view,
    frames,
    guard: { changed: () => undefined, send: () => undefined, meant: () => undefined },
    shareTab: () => undefined,
    awake: () => true,
    settings: () => state.settings,
    shortcuts: () => ({}),
  }
  const nothing = (): void => undefined
  switch (name) {
    case 'popup':
      await import('../../../../src/popup/popup.css')
      return () => (
        <Popup
          view={view}
          frames={frames}
          settings={state.settings}
          people={state.people}
          calls={state.calls}
          shareTab={() => undefined}
        />
      )
    case 'floating':
    case 'ring':
    case 'pill':
    case 'expanded':
      await import('../../../../src/overlay/overlay.css')
      return () => (
        <CallView
          session={session}
          form={name === 'ring' ? 'floating' : name}
          onMinimise={nothing}
          onExpand={name === 'expanded' ? undefined : nothing}
          onPictureInPicture={nothing}
          onKey={nothing}
        />
      )
    case 'window':
      await import('../../../../src/overlay/overlay.css')
      return () => <InWindow session={session} />
    case 'viewer':
      await import('../../../../src/viewer/viewer.css')
      return () => <Viewer view={view} frames={frames} shortcuts={{}} />
    case 'onboarding':
      await import('../../../../src/ui/styles/page.css')
      return () => <Onboarding view={view} settings={state.settings} />
    case 'options':
      await import('../../../../src/ui/styles/page.css')
      return () => <Options settings={state.settings} people={state.people} localId={state.snapshot?.localId ?? null} />
  }
}
