import { framesScenarios } from './framesScenarios'
import { mediaScenarios } from './mediaScenarios'
import { soundScenarios } from './soundScenarios'

const scenarios = { ...mediaScenarios, ...framesScenarios, ...soundScenarios }

export type Scenarios = typeof scenarios
declare global {
  interface Window {
    scenarios: Scenarios
  }
}
window.scenarios = scenarios
