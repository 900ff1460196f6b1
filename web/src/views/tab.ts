// The tab tells how it goes too: its icon by shape and colour, its title in words.
import type { Tone, Verdict } from '../verdict.ts';

const icons: Record<Tone, string> = {
  ok: '<circle cx="8" cy="8" r="7" fill="#1f8a54"/><path d="M4.5 8.3 7 10.8l4.5-5" fill="none" stroke="#fff" stroke-width="2"/>',
  busy: '<circle cx="8" cy="8" r="6" fill="none" stroke="#2f7fb8" stroke-width="3" stroke-dasharray="26 12"/>',
  warn: '<path d="M8 1 15.5 15H.5z" fill="#d98300"/><path d="M8 6v4.5M8 12v1.5" stroke="#fff" stroke-width="2"/>',
  bad: '<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="#c62d22"/><path d="m5.5 5.5 5 5m0-5-5 5" stroke="#fff" stroke-width="2"/>',
  away: '<circle cx="8" cy="8" r="6" fill="none" stroke="#888" stroke-width="2.5" stroke-dasharray="3 3"/>',
};

export function setTabIcon({ tone, title }: Verdict): void {
  document.title = `${title} hubspot-mariadb`;
  const link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${icons[tone]}</svg>`;
  if (link) link.href = `data:image/svg+xml,${encodeURIComponent(picture)}`;
}
