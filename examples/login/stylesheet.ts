/** The demo's stylesheet: system fonts, light or dark as the visitor prefers, one column on every screen. */
import { html, type Markup } from "flagon";

export const stylesheet: Markup = html`<style>
  :root {
    color-scheme: light dark;
    --ground: #f4f1ec; --card: #ffffff; --text: #1f1b16; --muted: #635a4e; --line: #8d8376;
    --accent: #9a4b00; --on-accent: #ffffff; --problem: #b3261e;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --ground: #171411; --card: #221e1a; --text: #f3ede4; --muted: #b9aea0; --line: #7d7265;
      --accent: #ffb870; --on-accent: #2b1700; --problem: #ffb4ab;
    }
  }
  *, ::before, ::after { box-sizing: border-box; }
  body {
    margin: 0; min-height: 100vh; min-height: 100dvh; padding: 1.25rem;
    display: grid; place-items: center;
    background: var(--ground); color: var(--text);
    font: 1.0625rem/1.55 system-ui, sans-serif; overflow-wrap: anywhere;
  }
  main {
    width: 100%; max-width: 26rem; padding: clamp(1.5rem, 6vw, 2.5rem);
    background: var(--card); border-radius: 1rem;
    box-shadow: 0 1px 2px rgb(0 0 0 / 0.08), 0 12px 32px rgb(0 0 0 / 0.1);
  }
  .brand { display: flex; align-items: center; gap: 0.5rem; margin: 0 0 1.5rem; color: var(--accent); font-weight: 650; }
  h1 { margin: 0 0 0.5rem; font-size: 1.625rem; line-height: 1.25; letter-spacing: -0.01em; text-wrap: balance; }
  p { margin: 0 0 1.5rem; color: var(--muted); }
  label { display: block; margin: 1.25rem 0 0.375rem; font-weight: 600; }
  input {
    width: 100%; padding: 0.75rem 0.875rem; font: inherit; color: inherit;
    background: transparent; border: 1px solid var(--line); border-radius: 0.625rem;
  }
  input[aria-invalid="true"] { border-color: var(--problem); }
  .problem { min-height: 1.55em; margin: 0.375rem 0 0.75rem; color: var(--problem); font-size: 0.9375rem; }
  .button {
    display: block; width: 100%; padding: 0.8125rem 1.25rem; font: inherit; font-weight: 600;
    text-align: center; text-decoration: none; cursor: pointer;
    color: var(--on-accent); background: var(--accent); border: 2px solid var(--accent); border-radius: 0.625rem;
  }
  .button:hover { filter: brightness(1.08); }
  .button.quiet { color: var(--accent); background: none; }
  .back { display: block; margin-top: 1.25rem; text-align: center; color: var(--muted); }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
</style>`;
