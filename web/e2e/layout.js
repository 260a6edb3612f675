// What is wrong with how a page is laid out: texts and controls that overlap, texts that
// are cut off, targets too small for a finger. Both functions run in the page.

/**
 * Lists the flaws below the nodes that match selector, shadow trees included, each as a sentence.
 * finger = the least width and height of a target in pixels; 0 for a mouse.
 */
export function flaws([selector, finger]) {
  const found = [];
  const parent = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host;
  const within = (node, other) => Boolean(other) && (node === other || within(node, parent(other)));
  const CLEAR = 'rgba(0, 0, 0, 0)'; // of a control that lies over its own name
  const CONTROL = 'button, input, select, summary, textarea, a[href], iframe';
  const name = (e) => {
    const text = (e.matches('input, textarea') ? e.value : e.innerText ?? e.textContent).trim().replaceAll(/\s+/g, ' ');
    return `${e.localName}${e.id && `#${e.id}`}${e.classList.length ? `.${[...e.classList].join('.')}` : ''}${text && ` “${text.slice(0, 40)}”`}`;
  };
  const unseen = (e) => {
    const { display, clipPath } = getComputedStyle(e);
    return display !== 'contents' && !e.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || clipPath !== 'none';
  };

  // Every text by lines, and every control, as far as what it is in doesn't cut it off.
  const parts = [];
  const add = (e, rects, text) => {
    for (let { left, top, right, bottom } of rects) {
      if (text) [top, bottom] = [top + 0.18 * (bottom - top), bottom - 0.18 * (bottom - top)]; // without what is empty above and below letters
      for (let p = text ? e : parent(e); p && p !== document.body; p = parent(p)) {
        const { overflowX, display } = getComputedStyle(p);
        if (overflowX === 'visible' || display === 'contents' || display === 'inline') continue;
        const box = p.getBoundingClientRect();
        [left, right, top, bottom] = [Math.max(left, box.left), Math.min(right, box.right), Math.max(top, box.top), Math.min(bottom, box.bottom)];
      }
      if (right - left > 1 && bottom - top > 1) parts.push({ e, text, left, top, right, bottom });
    }
  };
  const visit = (e) => {
    if (unseen(e)) return;
    judge(e);
    if (e.matches(CONTROL) && getComputedStyle(e).color !== CLEAR) add(e, [e.getBoundingClientRect()], false);
    if (e.matches('select, textarea, iframe')) return;
    if (e.localName === 'math') {
      add(e, [e.getBoundingClientRect()], true);
      return;
    }
    const range = document.createRange();
    for (const node of (e.shadowRoot ?? e).childNodes) {
      if (node.nodeType === Node.ELEMENT_NODE) visit(node);
      if (node.nodeType !== Node.TEXT_NODE || !node.data.trim()) continue;
      range.selectNodeContents(node);
      add(e, range.getClientRects(), true);
    }
  };

  // What an element shows by itself.
  const judge = (e) => {
    const { overflowX, overflowY, textOverflow, paddingLeft, paddingRight, color } = getComputedStyle(e);
    const hides = (overflow) => overflow === 'hidden' || overflow === 'clip';
    const field = e.matches('input:not([type="range"], [type="checkbox"], [type="radio"])');
    const meant = textOverflow === 'ellipsis' && (e.title || parent(e)?.title);
    if (!meant && (field || hides(overflowX) && e.innerText) && e.scrollWidth > e.clientWidth + 1) found.push(`${name(e)} is cut off: ${e.clientWidth} of ${e.scrollWidth} px are seen`);
    if (hides(overflowY) && e.innerText && e.scrollHeight > e.clientHeight + 1) found.push(`${name(e)} is cut off: ${e.clientHeight} of ${e.scrollHeight} px of its height are seen`);
    if (e.localName === 'select' && !meant && color !== CLEAR) {
      const text = document.createElement('canvas').getContext('2d');
      text.font = getComputedStyle(e).font;
      const needed = text.measureText(e.selectedOptions[0]?.text ?? '').width;
      const room = e.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
      if (needed > room + 1) found.push(`${name(e)} is cut off: ${e.selectedOptions[0].text} needs ${needed}, has ${room} px`);
    }
    if (finger && e.matches('button, input, select, summary, textarea, a[href]')) {
      const inline = e.localName === 'a' && getComputedStyle(e).display === 'inline' && parent(e).textContent.trim() !== e.textContent.trim();
      const { width, height } = (e.matches('[type="checkbox"], [type="radio"]') && e.closest('label') || e).getBoundingClientRect();
      if (!inline && Math.min(width, height) < finger - 0.5) found.push(`${name(e)} is too small for a finger: ${width} × ${height}`);
    }
  };

  for (const e of document.querySelectorAll(selector)) visit(e);
  parts.forEach((a, i) => {
    if (a.left < -1 || a.right > document.documentElement.clientWidth + 1) found.push(`${name(a.e)} leaves the page: from ${a.left} to ${a.right}`);
    const box = a.e.closest('button')?.getBoundingClientRect();
    if (a.text && box && (a.left < box.left || a.right > box.right + 0.5)) found.push(`“${name(a.e)}” is wider than its button`);
    for (const b of parts.slice(0, i)) {
      const [x, y] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
      if (x > 1 && y > 1 && a.e !== b.e && !within(a.e, b.e) && !within(b.e, a.e)) found.push(`${name(a.e)} overlaps ${name(b.e)} by ${x.toFixed()} × ${y.toFixed()}`);
    }
  });
  return found;
}

/** Lists the flaws of the labels over a picture, in the frame of the stage. */
export function labelFlaws() {
  const found = [];
  const boxes = [...document.querySelectorAll('.labels span')].filter((span) => span.textContent.trim()).map((span) => {
    const { left, right, top, bottom } = span.getBoundingClientRect();
    const air = 0.2 * (bottom - top);
    return { text: span.textContent, left, right, top: top + air, bottom: bottom - air };
  });
  boxes.forEach((a, i) => {
    if (a.left < 0 || a.top < 0 || a.right > innerWidth || a.bottom > innerHeight) found.push(`“${a.text}” leaves the picture: ${a.left}, ${a.top} to ${a.right}, ${a.bottom}`);
    for (const b of boxes.slice(0, i)) {
      const [x, y] = [Math.min(a.right, b.right) - Math.max(a.left, b.left), Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)];
      if (x > 1 && y > 1) found.push(`“${a.text}” overlaps “${b.text}” by ${x.toFixed()} × ${y.toFixed()}`);
    }
  });
  return found;
}
