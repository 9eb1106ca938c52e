import type { Role } from '../support/people';

/** What a picture is taken with: a screen on a desk, or a phone in a hand (sharper, since it is shown smaller). */
export const screens = {
  desktop: { viewport: { width: 1360, height: 850 }, deviceScaleFactor: 1, isMobile: false, hasTouch: false },
  phone: { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
} as const;

/** One picture in `docs/screenshots`. */
export interface Picture {
  /** Name of the file, without `.png`. */
  name: string;
  /** Where it starts. */
  path: string;
  /** Visible names of links to follow from there, in this order. */
  follow?: string[];
  /** Who looks; nobody in particular if absent. */
  as?: Role;
  screen: keyof typeof screens;
  theme: 'light' | 'dark';
}

/** All of them. */
export const pictures: Picture[] = [
  { name: 'start', path: '/', screen: 'desktop', theme: 'light' },
  { name: 'start-phone-dark', path: '/', screen: 'phone', theme: 'dark' },
];
