// A page with the visitor's choice goes on as its address: by what the device offers, or copied.
export function offerSharing(button) {
  if (!navigator.share && !navigator.clipboard) return; // over plain http
  button.classList.add("share--ready");
  const words = button.textContent;
  button.addEventListener("click", async () => {
    const url =
      document.querySelector("link[rel=canonical]")?.getAttribute("href") ?? location.href;
    try {
      if (navigator.share) return await navigator.share({ title: document.title, url });
      await navigator.clipboard.writeText(url);
      button.textContent = button.dataset.copied;
      setTimeout(() => {
        button.textContent = words;
      }, 10000);
    } catch {
      // Who thinks better of it has shared nothing.
    }
  });
}
