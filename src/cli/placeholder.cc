// replaced by the layer's first file
