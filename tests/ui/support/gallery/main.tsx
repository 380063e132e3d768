import './fakeBrowser'
import '../../../../src/ui/styles/tokens.css'
import '../../../../src/ui/styles/base.css'
import '../../../../src/ui/styles/call.css'
import { render } from 'solid-js/web'
import { Onboarding } from '../../../../src/onboarding/Onboarding'
import { Options } from '../../../../src/options/Options'
import { Popup } from '../../../../src/popup/Popup'
import type { View } from '../../../../src/ui/createView'
import { makeFrames } from './pictures'
import { STATES, type StateName } from './states'

const isState = (name: string): name is StateName => Object.hasOwn(STATES, name)
const name = new URLSearchParams(location.search).get('state') ?? ''

if (isState(name)) {
  const state = STATES[name]
  const levels = () => ({ left: 0.6, right: 0.4 })
  const view: View = { snapshot: () => state.snapshot, levels: { own: levels, theirs: levels }, send: () => undefined }
  if (name === 'onboarding') {
    await import('../../../../src/ui/styles/page.css')
    render(() => <Onboarding view={view} settings={state.settings} />, document.body)
  } else if (name === 'options') {
    await import('../../../../src/ui/styles/page.css')
    render(() => <Options settings={state.settings} people={state.people} />, document.body)
  } else {
    await import('../../../../src/popup/popup.css')
    const frames = makeFrames()
    render(
      () => <Popup view={view} frames={frames} settings={state.settings} people={state.people} calls={state.calls} />,
      document.body,
    )
  }
}
