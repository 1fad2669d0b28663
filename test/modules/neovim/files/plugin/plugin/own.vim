let g:lares_plugin = 1
