import './fakeBrowser'
import '../../../../src/ui/styles/tokens.css'
import '../../../../src/ui/styles/base.css'
import '../../../../src/ui/styles/call.css'
import { render } from 'solid-js/web'
import type { View } from '../../../../src/ui/createView'
import { makeFrames } from './pictures'
import { renderView } from './renderView'
import { STATES } from './states'
import { isStateName, isViewName } from './views'

const asked = new URLSearchParams(location.search)
const name = asked.get('state') ?? ''
const where = asked.get('view') ?? ''

if (isStateName(name) && isViewName(where)) {
  const state = STATES[name]
  const levels = () => ({ left: 0.6, right: 0.4 })
  const view: View = { snapshot: () => state.snapshot, levels: { own: levels, theirs: levels }, send: () => undefined }
  const draw = await renderView(where, { state, view, frames: makeFrames() })
  render(draw, document.body)
}
