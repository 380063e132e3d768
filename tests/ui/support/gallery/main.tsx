import './fakeBrowser'
import '../../../../src/ui/styles/tokens.css'
import '../../../../src/ui/styles/base.css'
import '../../../../src/ui/styles/call.css'
import '../../../../src/popup/popup.css'
import { render } from 'solid-js/web'
import { Popup } from '../../../../src/popup/Popup'
import { makeFrames } from './pictures'
import { STATES, type StateName } from './states'

const frames = makeFrames()
const isState = (name: string): name is StateName => Object.hasOwn(STATES, name)
const name = new URLSearchParams(location.search).get('state') ?? ''

if (isState(name)) {
  const state = STATES[name]
  render(
    () => (
      <Popup
        view={{ snapshot: () => state.snapshot, levels: () => ({ left: 0.6, right: 0.4 }), send: () => undefined }}
        frames={frames}
        settings={state.settings}
        people={state.people}
        calls={state.calls}
      />
    ),
    document.body,
  )
}
