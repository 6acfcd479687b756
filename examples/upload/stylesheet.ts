/** The demo's stylesheet: one column that fits a phone, light or dark as the visitor prefers. */
import { html, type Markup } from "flagon";

export const stylesheet: Markup = html`<style>
  :root { --ground: #eef2f4; --card: #fff; --text: #15202b; --muted: #52616e; --line: #9aa8b3; --accent: #0b5f7a; --on-accent: #fff; --problem: #a8231c; }
  @media (prefers-color-scheme: dark) {
    :root { --ground: #0f161b; --card: #18222a; --text: #e9f0f4; --muted: #a5b4bf; --line: #5d6d79; --accent: #7cc9e4; --on-accent: #05222e; --problem: #ffb3ac; }
  }
  *, ::before, ::after { box-sizing: border-box; }
  body { margin: 0; padding: 1rem; background: var(--ground); color: var(--text); font: 1.0625rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
  main { max-width: 34rem; margin: 0 auto; padding: clamp(1.25rem, 5vw, 2rem); background: var(--card); border-radius: 1rem; box-shadow: 0 8px 28px rgb(0 0 0 / 0.1); }
  h1 { margin: 0 0 1rem; font-size: 1.625rem; line-height: 1.25; }
  h2 { margin: 2rem 0 0.5rem; font-size: 1.125rem; }
  label { display: block; margin: 1rem 0 0.375rem; font-weight: 600; }
  .hint, .chosen, .about, .empty, .lead { color: var(--muted); font-weight: 400; }
  .drop { display: grid; justify-items: center; gap: 0.25rem; margin: 0; padding: 1.75rem 1rem; text-align: center; cursor: pointer; color: var(--accent); border: 2px dashed var(--line); border-radius: 0.75rem; }
  .drop:hover, .drop.over { border-color: var(--accent); background: color-mix(in srgb, var(--accent) 8%, transparent); }
  #files { margin-top: 0.75rem; max-width: 100%; font: inherit; }
  .scripted #files { position: absolute; width: 1px; height: 1px; opacity: 0; }
  form { position: relative; }
  form:has(#files:focus-visible) .drop { outline: 3px solid var(--accent); outline-offset: 2px; }
  #note { width: 100%; padding: 0.75rem; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 0.625rem; }
  .problem { min-height: 1.5em; margin: 0.5rem 0; color: var(--problem); }
  .message { margin: 0 0 1rem; padding: 0.75rem 1rem; border-radius: 0.625rem; background: color-mix(in srgb, var(--accent) 14%, transparent); }
  progress { display: block; width: 100%; height: 0.625rem; margin-bottom: 0.75rem; accent-color: var(--accent); }
  progress[hidden] { display: none; }
  button, .button { display: block; width: 100%; min-height: 3rem; padding: 0.75rem 1rem; font: inherit; font-weight: 600; text-align: center; text-decoration: none; cursor: pointer; color: var(--on-accent); background: var(--accent); border: 0; border-radius: 0.625rem; }
  button:disabled { opacity: 0.7; cursor: progress; }
  .files { margin: 0; padding: 0; list-style: none; }
  .files li { display: flex; flex-wrap: wrap; gap: 0 1rem; justify-content: space-between; padding: 0.625rem 0; border-top: 1px solid color-mix(in srgb, var(--line) 40%, transparent); }
  .empty { margin: 1.5rem 0 0; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
</style>`;
