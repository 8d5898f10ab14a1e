/** The ear of grain; the words are left out where there is no room. */
export function Brand() {
  return (
    <span className="brand">
      <svg viewBox="0 0 20 28" width="16" height="22" aria-hidden="true">
        <g fill="currentColor">
          <ellipse cx="10" cy="4" rx="2.6" ry="4" />
          <ellipse cx="4.6" cy="9.6" rx="2.4" ry="4" transform="rotate(-35 4.6 9.6)" />
          <ellipse cx="15.4" cy="9.6" rx="2.4" ry="4" transform="rotate(35 15.4 9.6)" />
          <ellipse cx="4.6" cy="16.6" rx="2.4" ry="4" transform="rotate(-35 4.6 16.6)" />
          <ellipse cx="15.4" cy="16.6" rx="2.4" ry="4" transform="rotate(35 15.4 16.6)" />
          <rect x="9.3" y="8.6" width="1.4" height="19" rx=".7" />
        </g>
      </svg>
      <span className="brand-name">CustomerGrains</span>
    </span>
  );
}
