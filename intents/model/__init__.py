"""What people mean, learnt from example phrases.

`train` makes a `TextModel` out of phrases; the model repairs spelling, ranks labels with probabilities
and says how sure it is. `load_both_encoders` gives what it reads with. All of it runs on the processor,
offline, with numpy (and onnxruntime where installed).
"""

from intents.model.encoder import BothEncoders, Encoder, OnnxEncoder, StaticEncoder, load_both_encoders, load_encoder
from intents.model.heads import Settings
from intents.model.text_model import Explanation, ModelMismatchError, Prediction, TextModel
from intents.model.training import train

__all__ = [
    "BothEncoders",
    "Encoder",
    "Explanation",
    "ModelMismatchError",
    "OnnxEncoder",
    "Prediction",
    "Settings",
    "StaticEncoder",
    "TextModel",
    "load_both_encoders",
    "load_encoder",
    "train",
]
