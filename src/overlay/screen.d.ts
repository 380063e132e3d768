/** https://w3c.github.io/window-management/#api-extensions-to-screen: `change`; TypeScript has no types for it yet. */
interface Screen extends EventTarget {}
