/** The mark: a packet that hops. */
export function Logo({ size = 22 }: { readonly size?: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 22 22" fill="none" aria-hidden="true">
      <path
        d="M2.5 17.5h17M3.5 14.5c1.2-4.6 4.4-4.8 5.4-1.2 1.1-6.6 5.6-7.2 7.2-2.6"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
      />
      <circle cx="16.8" cy="6.6" r="2.3" fill="currentColor" />
    </svg>
  );
}
