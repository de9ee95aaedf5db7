/** Whether an address cannot leave the machine; plain http and unverified vaults are allowed there alone. */
export function isLoopback(url: URL): boolean {
  return url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(url.hostname);
}
