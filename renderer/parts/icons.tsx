import type { ReactNode } from 'react';

/** Drawn here, 16 by 16, one stroke: no icon font, nothing loaded. They say nothing that words beside them do not. */
const icon = (children: ReactNode) => () => (
  <svg
    width="16"
    height="16"
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.5"
    strokeLinecap="round"
    strokeLinejoin="round"
    aria-hidden="true"
  >
    {children}
  </svg>
);

export const PlugIcon = icon(<path d="M5.5 1.5v3M10.5 1.5v3M4 4.5h8v2.5a4 4 0 0 1-8 0zM8 11v3.5" />);
export const FindIcon = icon(<path d="M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.7 10.7 14.5 14.5" />);
export const PlanIcon = icon(<path d="M2 3.5h2M2 8h2M2 12.5h2M6.5 3.5H14M6.5 8H14M6.5 12.5H11" />);
export const CardIcon = icon(<path d="M3 1.5h7L13 4.5V14.5H3ZM5.5 6.5h5M5.5 9h5M5.5 11.5h3" />);
export const LedgerIcon = icon(<path d="M3.5 1.5h9v13h-9ZM6 1.5v13M8.5 5h2M8.5 8h2" />);
export const SettingsIcon = icon(
  <path d="M2 4.5h7M12 4.5h2M2 11.5h2M7 11.5h7M10.5 6a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM5.5 13a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3Z" />,
);
export const GoodIcon = icon(<path d="M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM5 8.2l2.2 2.2L11.2 6" />);
export const WarnIcon = icon(<path d="M8 1.8 15 14H1ZM8 6v4M8 12v.1" />);
export const BadIcon = icon(
  <path d="M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM5.7 5.7l4.6 4.6M10.3 5.7l-4.6 4.6" />,
);
export const SilentIcon = icon(<path d="M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM4.5 8h7" />);
export const KeyIcon = icon(<path d="M5 11.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 8.5h6.5M12 8.5v2.5" />);
export const LockIcon = icon(<path d="M3.5 7h9v7h-9ZM5.5 7V4.5a2.5 2.5 0 0 1 5 0V7" />);
export const ShieldIcon = icon(<path d="M8 1.5 13.5 3.5v4c0 3.5-2.5 6-5.5 7-3-1-5.5-3.5-5.5-7v-4Z" />);
export const OwnedIcon = icon(<path d="M2 14.5V7l6-5 6 5v7.5h-4.5V10h-3v4.5Z" />);
export const NetworkIcon = icon(<path d="M8 12.5v.1M5.5 10a3.5 3.5 0 0 1 5 0M3.3 7.5a6.7 6.7 0 0 1 9.4 0" />);
export const EmptyIcon = icon(<path d="M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13Z" />);
export const UpIcon = icon(<path d="M8 13.5v-11M3.5 7 8 2.5 12.5 7" />);
export const DownIcon = icon(<path d="M8 2.5v11M3.5 9 8 13.5 12.5 9" />);
export const LinkedIcon = icon(<path d="M1.5 3h8v6h-8ZM3.5 12h4M5.5 9v3M11.5 6h3v7.5h-3ZM9.5 8h2" />);
export const CloseIcon = icon(<path d="M3.5 3.5l9 9M12.5 3.5l-9 9" />);
