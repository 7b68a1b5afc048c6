// Elements without markup text: nothing here parses HTML, so nothing a caller typed can become markup.

/**
 * h('button', {class: 'plain', type: 'button', on: {click}}, 'text', child)
 * `props`: class, text, on (listeners), value and checked (properties); everything else is an attribute;
 * null, undefined and false leave it out, true writes it empty.
 */
export function h(tag, props, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(props ?? {})) {
        if (name === 'on')
            for (const [type, listener] of Object.entries(value)) element.addEventListener(type, listener);
        else if (name === 'value' || name === 'checked') element[name] = value;
        else attribute(element, name, value);
    }
    put(element, ...children);
    return element;
}

export function attribute(element, name, value) {
    if (name === 'text') return write(element, value);
    if (value === null || value === undefined || value === false) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value === true ? '' : value))
        element.setAttribute(name, value === true ? '' : value);
}

export function put(element, ...children) {
    for (const child of children.flat(3)) {
        if (child === null || child === undefined || child === false) continue;
        element.append(child);
    }
}

/** The element's children become these. Focus inside it is lost: for parts that nobody stands in. */
export function fill(element, ...children) {
    element.textContent = '';
    put(element, ...children);
}

/** Writes text only where it changed, so that a second's tick costs nothing on rows that say the same. */
export function write(element, text) {
    const wanted = text === null || text === undefined ? '' : String(text);
    if (element.textContent !== wanted) element.textContent = wanted;
}

export function show(element, wanted) {
    if (element.hidden === wanted) element.hidden = !wanted;
}

/** Whether this key belongs to an input method that is putting a word together. */
export function composing(event) {
    return event.isComposing || event.keyCode === 229;
}

export function later(milliseconds, action) {
    let timer = 0;
    return (...values) => {
        clearTimeout(timer);
        timer = setTimeout(() => action(...values), milliseconds);
    };
}

/** A key name as a cap, read by nobody twice. */
export function cap(keys) {
    return h('kbd', {'aria-hidden': 'true'}, keys);
}

/** Redraws without taking the focus from the person who stands in what is redrawn. */
export function keepingFocus(element, draw) {
    const at = document.activeElement;
    const name = element.contains(at) ? at.dataset?.focus : '';
    draw();
    if (!name) return;
    const again = [...element.querySelectorAll('[data-focus]')].find((other) => other.dataset.focus === name);
    (again ?? element.querySelector('h2'))?.focus({preventScroll: true});
}
