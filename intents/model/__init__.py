"""What people mean, learnt from example phrases.

`train` makes a `TextModel` out of phrases; the model repairs spelling, ranks labels with probabilities
and says how sure it is. `load_encoder` gives the sentence encoder that it reads with. All of it runs on
the processor, offline, with numpy (and onnxruntime where installed).
"""

from intents.model.encoder import Encoder, OnnxEncoder, StaticEncoder, load_encoder
from intents.model.heads import Settings
from intents.model.text_model import Explanation, ModelMismatchError, Prediction, TextModel
from intents.model.training import train

__all__ = [
    "Encoder",
    "Explanation",
    "ModelMismatchError",
    "OnnxEncoder",
    "Prediction",
    "Settings",
    "StaticEncoder",
    "TextModel",
    "load_encoder",
    "train",
]
