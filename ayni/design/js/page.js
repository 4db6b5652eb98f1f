document.documentElement.classList.add("ay-js");
