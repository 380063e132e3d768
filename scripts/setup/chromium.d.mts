export function findChromium(): string | null
export function findBrandedChrome(): string | null
