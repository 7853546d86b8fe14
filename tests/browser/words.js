// Finds words of the other language on a page. What the node sent as data (names, places, what people wrote) may stand as it
// is; the page's own words, and the Chinese of anything that has an English name too, may not.

// Names of things that are the same in every language, or that offer the other one.
const same = /^(English|Daiban|CSV|XLSX|JSON|KB|PDF|Excel|WPS|USB|ID|QR|IP|OK|F\d+|Ctrl|Enter|Esc|Tab|Shift|PgUp|PgDn|Home|End)$/i;

// An answer that its page has given up is not read any more.
const readMsMax = 5_000;

/** Collects the texts that a page gets from its node, as long as it is open; `whole()` waits for those that have come. */
export function listenForData(page) {
  const reading = new Set();
  const data = { texts: new Set(), whole: () => Promise.race([Promise.all(reading), page.waitForTimeout(readMsMax)]) };
  page.on("response", (answer) => {
    if (!answer.url().includes("/api/v1/")) return;
    const read = answer.json().catch(() => undefined).then((body) => {
      if (body !== undefined) gather(body, data.texts);
      reading.delete(read);
    });
    reading.add(read);
  });
  return data;
}

function gather(value, texts) {
  if (typeof value === "string") texts.add(value);
  if (value === null || typeof value !== "object") return;
  const hasBoth = typeof value.zh === "string" && typeof value.en === "string" && value.en !== "" && value.en !== value.zh;
  for (const [name, part] of Object.entries(value)) {
    if (!(hasBoth && (name === "zh" || name === "en"))) gather(part, texts);
  }
}

/** Texts on the page with words of the other language that are neither data nor the same in both. */
export async function foreignWords(page, lang, data) {
  const texts = await page.evaluate(() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent || parent.closest("script, style, noscript, #too-old, [lang]:not(html), [data-test=lang], svg title, [hidden]")) continue;
      const text = node.textContent.trim();
      if (text) found.push(text);
    }
    for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
      if (element.closest("[lang]:not(html)")) continue;
      for (const name of ["aria-label", "title", "placeholder", "alt"]) {
        const text = element.getAttribute(name)?.trim();
        if (text) found.push(text);
      }
    }
    return [...found, document.title];
  });
  // The page may have drawn an answer before it is read here.
  await data.whole();
  const all = [...data.texts].join("\n");
  const isData = (word) => all.includes(word);
  const words = lang === "en" ? /[\u3400-\u9fff]+/g : /[A-Za-z][A-Za-z-]+/g;
  const foreign = (text) => (text.match(words) ?? []).some((word) => !same.test(word) && !isData(word));
  return [...new Set(texts.filter((text) => foreign(text)))];
}
